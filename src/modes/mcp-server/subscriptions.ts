import { sha256 } from '../../lib/hash.js';
import type { McpServerParts } from './parts.js';
import type { ResourceContent } from './resource-content.js';
import { readResource } from './resources.js';

/** Each costs reading a resource after every change of the project. */
const MOST = 200;

/** Resources the other program watches. The project is looked at only while there are any. */
export class Subscriptions {
  /** Address -> what it held when that was last told. */
  private readonly watched = new Map<string, string>();
  private stop: AbortController | undefined;

  constructor(
    private readonly parts: McpServerParts,
    private readonly tell: (uri: string) => void,
  ) {}

  /** `unknown`: there is no such resource, or it may not be read. `full`: there are too many already. */
  async add(uri: string, signal: AbortSignal): Promise<'watched' | 'unknown' | 'full'> {
    if (this.watched.has(uri)) return 'watched';
    if (this.watched.size >= MOST) return 'full';
    const content = await readResource(this.parts, uri, signal);
    if (!content) return 'unknown';
    this.watched.set(uri, mark(content));
    this.start();
    return 'watched';
  }

  remove(uri: string): void {
    this.watched.delete(uri);
    if (this.watched.size === 0) this.close();
  }

  close(): void {
    this.stop?.abort();
    this.stop = undefined;
  }

  private start(): void {
    if (this.stop) return;
    const stop = new AbortController();
    this.stop = stop;
    this.parts
      .watch(() => this.look(stop.signal), stop.signal)
      .catch((error: unknown) => this.parts.note(`MCP: changes are not seen any more: ${error instanceof Error ? error.message : String(error)}`));
  }

  /** A resource that is gone changed too, once. */
  private async look(signal: AbortSignal): Promise<void> {
    for (const [uri, before] of this.watched) {
      if (signal.aborted) return;
      const now = mark(await readResource(this.parts, uri, signal).catch(() => undefined));
      if (now === before || !this.watched.has(uri) || signal.aborted) continue;
      this.watched.set(uri, now);
      this.tell(uri);
    }
  }
}

function mark(content: ResourceContent | undefined): string {
  return content ? sha256(JSON.stringify(content)) : 'gone';
}
