import type { ChatClient, Embedder, ModelManager } from '../contract/chat.js';

/** What every provider is made of. */
export interface ProviderOptions {
  /** Address as a person wrote it; see `parseHost`. The provider's own default when absent. */
  host?: string;
  /** Sent as a bearer to that host only. */
  apiKey?: string;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>;
  /** A line for `--debug`: requests, statuses, and what was tolerated. */
  onDebug?(line: string): void;
}

export interface Provider {
  client: ChatClient;
  /** Only for servers that manage models. */
  manager?: ModelManager;
  embedder?: Embedder;
}
