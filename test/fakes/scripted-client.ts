import type { ChatClient, ChatDelta, ChatRequest } from '../../src/contract/chat.js';
import { OCodeError } from '../../src/contract/error.js';
import type { ToolCall } from '../../src/contract/message.js';
import { countTokens } from './ollama-server.mjs';

/** One answer of a scripted model; a function sees the request and may throw. */
export interface ScriptedAnswer {
  text?: string;
  thinking?: string;
  calls?: ToolCall[];
  reason?: 'stop' | 'length';
}
export type Script = (request: ChatRequest, index: number) => ScriptedAnswer;

/** A model in the same process. It counts four characters as a token and refuses what does not fit into the window, as Ollama does. */
export class ScriptedClient implements ChatClient {
  readonly provider = 'scripted';
  readonly host = 'http://localhost';
  /** Requests of the conversation. */
  readonly requests: ChatRequest[] = [];
  /** Requests for summaries. */
  readonly asides: ChatRequest[] = [];
  overflows = 0;

  constructor(
    private readonly script: Script,
    private readonly summary: string | undefined = 'Files were read.',
  ) {}

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    signal.throwIfAborted();
    const copy = structuredClone(request);
    const aside = request.messages[0]?.text.startsWith('You shorten conversations');
    const tokens = countTokens({ messages: wire(copy), tools: [...copy.tools] });
    if (tokens > request.options.numCtx) {
      this.overflows++;
      throw new OCodeError('context_overflow', `${tokens} tokens do not fit`, { details: { tokens, limit: request.options.numCtx } });
    }
    (aside ? this.asides : this.requests).push(copy);
    if (aside && this.summary === undefined) throw new OCodeError('server_error', 'no summaries today');
    const answer = aside ? { text: this.summary } : this.script(copy, this.requests.length - 1);
    if (answer.thinking) yield { type: 'thinking', text: answer.thinking };
    for (const text of answer.text?.match(/[\s\S]{1,7}/g) ?? []) yield { type: 'text', text };
    for (const call of answer.calls ?? []) yield { type: 'call', call };
    const usage = { input_tokens: tokens, output_tokens: Math.ceil((answer.text?.length ?? 0) / 4) };
    yield {
      type: 'done',
      reason: answer.reason ?? 'stop',
      usage,
      timings: { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 },
    };
  }

  async describe(name: string): Promise<never> {
    throw new OCodeError('model_not_found', name);
  }

  async list(): Promise<[]> {
    return [];
  }
}

function wire(request: ChatRequest): unknown[] {
  return request.messages.map((message) => ({
    role: message.role,
    content: message.text,
    ...(message.role === 'assistant' && message.calls.length > 0
      ? { tool_calls: message.calls.map(({ name, args }) => ({ function: { name, arguments: args } })) }
      : {}),
  }));
}
