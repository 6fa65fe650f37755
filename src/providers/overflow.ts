/** A request that does not fit into the window. Numbers in tokens, where the server says them. */
export interface Overflow {
  tokens?: number;
  limit?: number;
}

/** Sentences of Ollama, llama.cpp, vLLM, SGLang and LM Studio for one and the same thing. */
const SENTENCES = [
  /longer than the (?:model'?s )?(?:maximum )?context (?:length|window|size)/i,
  /exceeds? (?:the |this )?(?:model'?s )?(?:available |maximum )?context (?:size|length|window)/i,
  /maximum context length is \d+/i,
  /exceed_context_size|context_length_exceeded/i,
  /context (?:the )?overflows|context window (?:is )?full/i,
  /(?:greater|more|larger) than the context (?:length|window|size)/i,
];
const TOKENS = [
  /"?n_prompt_tokens\\*"?:\s*(\d+)/i,
  /\((\d+)\s+tokens\) exceeds/i,
  /(?:requested|has|contains|first|resulted in) (\d+) (?:input )?tokens/i,
  /(?:input|prompt) (?:\(|of |has |is )?(\d+) tokens/i,
];
const LIMIT = [/"?n_ctx\\*"?:\s*(\d+)/i, /context (?:size|length|window)(?: of| is|\s*[(:=])?(?: only)?\s*\(?(\d+)/i];

/** Undefined when the text of an error speaks of something else. */
export function readOverflow(text: string): Overflow | undefined {
  if (!SENTENCES.some((sentence) => sentence.test(text))) return undefined;
  const tokens = firstNumber(TOKENS, text);
  const limit = firstNumber(LIMIT, text);
  return { ...(tokens === undefined ? {} : { tokens }), ...(limit === undefined ? {} : { limit }) };
}

function firstNumber(patterns: readonly RegExp[], text: string): number | undefined {
  for (const pattern of patterns) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
}
