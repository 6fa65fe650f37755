/** Characters per token when nothing is known of the model. Calibrated per model from `prompt_eval_count` by the engine. */
export const CHARS_PER_TOKEN = 4;

/** Estimated tokens of a text, rounded up. */
export function estimateTokens(text: string, charsPerToken = CHARS_PER_TOKEN): number {
  return Math.ceil(text.length / charsPerToken);
}
