import type { OpenBrowser, TokenStore } from './oauth.js';
import type { ApproveSampling, Sample } from './sampling.js';

/** Milliseconds. */
export interface McpTimeouts {
  /** From the start of a server to its list of tools. */
  start: number;
  /** A call without any sign of life; each progress report starts it anew. */
  call: number;
  /** A call altogether. */
  callTotal: number;
  /** What a server gets to leave by itself when its stdin closes, and again after SIGTERM. */
  close: number;
  /** What a person gets to log in. */
  login: number;
}

export const DEFAULT_TIMEOUTS: McpTimeouts = { start: 10_000, call: 60_000, callTotal: 600_000, close: 1_000, login: 180_000 };

/** A question of a server to the person. `schema`: JSON Schema of a flat object. */
interface Elicitation {
  server: string;
  message: string;
  schema: Record<string, unknown>;
}

/** Absent (headless): every question is declined. */
type Elicit = (
  question: Elicitation,
  signal: AbortSignal,
) => Promise<{ action: 'accept'; content: Record<string, unknown> } | { action: 'decline' | 'cancel' }>;

/** What a person may want to type of a server: names of prompts, addresses of resources (of a template, what stands before its first gap). */
export interface ServerNames {
  prompts: readonly string[];
  resources: readonly string[];
}

/** Where names lie between runs, so that they can be completed before a server is started. `version`: of its settings. */
export interface NamesStore {
  get(server: string, version: string): ServerNames | undefined;
  /** Never throws. */
  set(server: string, version: string, names: ServerNames): void;
}

/** Somebody at a terminal. What is absent is declined, refused, or not done. */
export interface Person {
  elicit?: Elicit;
  approveSampling?: ApproveSampling;
  openBrowser?: OpenBrowser;
  /** Keeps the names of prompts and resources that the person may complete; without one they are not read. */
  names?: NamesStore;
}

/** What all connections share. */
export interface McpPorts extends Person {
  /** Folder of servers that name none. */
  cwd: string;
  /** Folders of the workspace, told to servers that ask. */
  roots: readonly string[];
  /** The cleaned environment of a child process, with these added. */
  environment(extra: Record<string, string>): Record<string, string>;
  /** Where `${NAME}` in settings comes from. */
  variables: Readonly<Record<string, string | undefined>>;
  timeouts: McpTimeouts;
  onNotice(text: string): void;
  tokens?: TokenStore;
  /** Our model, for servers whose settings allow that. */
  sample?: Sample;
  version: string;
}
