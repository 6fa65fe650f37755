import type { Connected } from './connect.js';
import { label } from './describe.js';
import { withOwnSignal } from './own-signal.js';

/** Resources of one server that are watched; the oldest makes room. */
const MOST = 50;
const NOTICES = 10;

/** Resources that were read, watched where the server offers that, so that people and the model hear when one is no longer what they know. */
export class Subscriptions {
  /** Address -> did it change since it was read? */
  private readonly read = new Map<string, boolean>();
  private readonly news: string[] = [];
  private notices = 0;

  constructor(private readonly notice: (text: string) => void) {}

  /** After a resource was read. Never throws: without a subscription nothing is told, and that is all. */
  async watch(connected: Connected, uri: string, options: { signal: AbortSignal; timeout: number }): Promise<void> {
    if (this.read.has(uri)) {
      this.read.set(uri, false);
      return;
    }
    if (!connected.client.getServerCapabilities()?.resources?.subscribe) return;
    const oldest = this.read.size >= MOST ? this.read.keys().next().value : undefined;
    this.read.set(uri, false);
    try {
      await withOwnSignal(options.signal, async (signal) => {
        if (oldest !== undefined) {
          this.read.delete(oldest);
          await connected.client.unsubscribeResource({ uri: oldest }, { ...options, signal });
        }
        await connected.client.subscribeResource({ uri }, { ...options, signal });
      });
    } catch {
      this.read.delete(uri);
    }
  }

  /** The server says that a resource changed; said once until it is read again. */
  updated(uri: string): void {
    if (this.read.get(uri) !== false) return;
    this.read.set(uri, true);
    this.notices += 1;
    if (this.notices <= NOTICES) this.notice(`the resource ${label(uri)} changed since it was read`);
    this.news.push(uri);
  }

  /** What changed since this was last asked. */
  takeNews(): string[] {
    return this.news.splice(0);
  }

  /** The connection is another one: it knows of no subscriptions. */
  clear(): void {
    this.read.clear();
  }
}
