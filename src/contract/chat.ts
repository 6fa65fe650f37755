import type { Message, ToolCall, Usage } from './message.js';

/** A JSON Schema object, as sent to servers. */
export type JsonSchema = Record<string, unknown>;

/** A tool as it is described to the model. */
export interface ToolSpec {
  name: string;
  description: string;
  parameters: JsonSchema;
}

export const THINK_LEVELS = ['off', 'low', 'medium', 'high'] as const;
export type ThinkLevel = (typeof THINK_LEVELS)[number];

/**
 * What is sent with every request of a session, unchanged: a different load option makes Ollama reload the model.
 * Token counts are whole tokens; `keepAlive` is a Go duration such as "30m".
 */
export interface ChatOptions {
  numCtx: number;
  numPredict: number;
  keepAlive: string;
  temperature?: number;
  topP?: number;
  /** Sent only to models that can think; absent means the model cannot. */
  think?: ThinkLevel;
}

export interface ChatRequest {
  model: string;
  messages: readonly Message[];
  /** Empty when calls go by text or the request must not call tools. */
  tools: readonly ToolSpec[];
  options: ChatOptions;
  /** JSON Schema the server should constrain the answer to. */
  format?: JsonSchema;
}

/** Milliseconds and tokens per second of one answer; zero where the server says nothing. */
export interface Timings {
  load_ms: number;
  prefill_ms: number;
  prefill_tokens_per_second: number;
  decode_tokens_per_second: number;
}

export type DoneReason = 'stop' | 'length';

export type ChatDelta =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'call'; call: ToolCall }
  | { type: 'done'; reason: DoneReason; usage: Usage; timings: Timings };

/** What a model is and can do. `contextLength` in tokens, 0 when unknown. */
export interface ModelInfo {
  name: string;
  digest?: string;
  capabilities: readonly string[];
  contextLength: number;
  family?: string;
  parameterSize?: string;
  quantization?: string;
  /** The model runs on somebody else's machine (a cloud model). */
  remote?: boolean;
}

export interface InstalledModel {
  name: string;
  size: number;
  modified_at: string;
  digest?: string;
  remote?: boolean;
}

/**
 * The port to a model. `chat` ends with exactly one `done`, or throws an OCodeError:
 * `model_unreachable` (no connection, retryable), `unauthorized`, `server_error` (5xx, retryable), `model_not_found`,
 * `bad_request` (400), `context_overflow`, `malformed_call` (details.raw: what the model wrote),
 * `stream_lost` (after the first byte; retryable), `stream_error` (an error line in the stream). `interrupted` when `signal` aborts.
 */
export interface ChatClient {
  readonly provider: string;
  /** The address requests go to, without credentials. */
  readonly host: string;
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatDelta>;
  /** Throws `model_not_found` when the server does not have it. */
  describe(model: string, signal: AbortSignal): Promise<ModelInfo>;
  list(signal: AbortSignal): Promise<InstalledModel[]>;
}

export interface PullProgress {
  status: string;
  total?: number;
  completed?: number;
}

export interface LoadedModel {
  name: string;
  size: number;
  /** Bytes of it that lie on the GPU. */
  size_vram: number;
  context_length?: number;
  expires_at?: string;
}

/** What only a server that manages models (Ollama) can do. */
export interface ModelManager {
  version(signal: AbortSignal): Promise<string>;
  loaded(signal: AbortSignal): Promise<LoadedModel[]>;
  pull(model: string, signal: AbortSignal): AsyncIterable<PullProgress>;
}

/** Turns texts into vectors; one vector a text. */
export interface Embedder {
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<number[][]>;
}

/** What the engine asks of a reader of calls written as text. */
export type ReadPiece = { type: 'text' | 'thinking'; text: string };

/** `args` as coerced by the tool's own rules, or undefined when no registered tool takes this call. */
export type AcceptCall = (name: string, args: unknown) => { name: string; args: Record<string, unknown> } | undefined;

/**
 * Reads one answer as it streams and finds tool calls in it. Text that could still become a call is held back.
 * Any chunking of the same text gives the same pieces (joined) and the same calls.
 */
export interface TextCallReader {
  push(chunk: string): ReadPiece[];
  /** `complete`: the server said the answer is whole; otherwise nothing in it may run. */
  end(complete: boolean): TextCallResult;
}

export interface TextCallResult {
  pieces: ReadPiece[];
  calls: ToolCall[];
  /** The answer ended inside a call, or holds calls but is not whole: they do not run, and are among the text. */
  cut?: boolean;
}
