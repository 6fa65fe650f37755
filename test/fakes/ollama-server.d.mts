import type { IncomingHttpHeaders } from 'node:http';

export declare const FAKE_MODEL: string;

/** `args` as a string is sent as it is: for servers that write arguments as JSON text, and for broken ones. */
export interface ScriptedCall {
  name: string;
  args?: Record<string, unknown> | string;
  /** Empty: no id is sent. */
  id?: string;
}

/** Tokens and milliseconds that the last line reports. */
export interface ScriptedDone {
  reason?: string;
  prompt?: number;
  output?: number;
  loadMs?: number;
  promptMs?: number;
  outputMs?: number;
}

/**
 * One thing the server does. An answer without a `done` step ends properly but incomplete; `drop` cuts the connection; `wait` before anything else
 * delays the headers; `line` is sent as it stands (Ollama: a line; OpenAI: the data of an event); `error` is an error under HTTP 200.
 */
export type Step =
  | { text: string }
  | { thinking: string }
  | { calls: ScriptedCall[] }
  | { done: ScriptedDone }
  | { wait: number }
  | { line: string }
  | { error: string }
  | { drop: true }
  | { status: number; body?: string; headers?: Record<string, string> };

export interface Answer {
  text?: string;
  thinking?: string;
  calls?: ScriptedCall[];
  /** `stop` or `length`. */
  reason?: string;
  usage?: Omit<ScriptedDone, 'reason'>;
  /** An HTTP error instead of an answer; a body that is no HTML or JSON becomes the API's own error shape. */
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** `framing`: how the bytes travel: a write for each frame, for each byte, or one for all. */
export type Turn = string | Answer | Step[] | { steps: Step[]; framing?: 'frames' | 'bytes' | 'packed' } | ((request: Received) => Turn | Promise<Turn>);

export interface FakeModel {
  name: string;
  capabilities?: string[];
  contextLength?: number;
  family?: string;
  size?: number;
  remoteHost?: string;
}

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON arrived; tests look into it
  body: any;
  /** The client went away before the answer ended. */
  aborted: boolean;
  /** We cut it. */
  dropped?: boolean;
  overflow?: { tokens: number; limit: number };
}

export interface FakeOptions {
  /** What a pull answers, a line each, instead of a good one. */
  pullSteps?: Array<{ status: string; digest?: string; total?: number; completed?: number }>;
  models?: Array<Partial<FakeModel>>;
  /** Answers to chat requests, in order. */
  turns?: Turn[];
  /** The answer when the turns are used up. */
  rest?: Turn;
  /** The answer to requests with another system message and no tools (titles, summaries); false: they take a turn like the others. */
  aside?: Turn | false;
  /** Is the first model in memory, as /api/ps tells? Default: yes. */
  isLoaded?(): boolean;
  /** The vector of a text; absent: eight numbers from its hash. */
  embed?(text: string): number[] | Promise<number[]>;
  /** Refuse requests that do not fit into `num_ctx`, as Ollama does with `truncate: false`; four characters are a token. */
  enforceContext?: boolean;
  /** Requests without this bearer get 401. */
  bearer?: string;
  port?: number;
  chunkDelayMs?: number;
}

export interface FakeOllama {
  port: number;
  url: string;
  /** Name of the first model. */
  model: string;
  /** Everything that arrived, in order; `chats` and `asides` are the chat requests among them. */
  requests: Received[];
  chats: Received[];
  asides: Received[];
  models: FakeModel[];
  readonly connections: number;
  /** Turns not used yet. */
  readonly left: number;
  push(...turns: Turn[]): void;
  close(): Promise<void>;
}

/** Speaks Ollama's /api and OpenAI's /v1 on 127.0.0.1. */
export declare function startFakeOllama(options?: FakeOptions): Promise<FakeOllama>;
/** A request's weight as this server counts it. */
export declare function countTokens(body: { messages?: unknown[]; tools?: unknown[] }): number;
