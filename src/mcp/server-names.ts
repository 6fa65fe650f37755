import { sha256 } from '../lib/hash.js';
import type { McpServerConfig } from './config.js';
import type { Connected } from './connect.js';
import type { NamesStore, ServerNames } from './ports.js';
import { readList } from './read-list.js';
import { Refresher } from './refresher.js';
import type { ServerPrompt, ServerResource, ServerTemplate } from './wire.js';

const MOST_NAMES = 500;
const LONGEST_NAME = 300;

/** The names of one server: read when it is running, for whom there is a store; before that, what the store has. */
export class KnownNames {
  private fresh: ServerNames | undefined;
  private connected: Connected | undefined;
  private readonly refresher = new Refresher(() => this.read());

  constructor(
    private readonly server: string,
    private readonly config: McpServerConfig,
    private readonly options: { store(): NamesStore | undefined; signal: AbortSignal; timeout: number },
  ) {}

  /** Names are of a server as it is configured now. */
  private get version(): string {
    return sha256(JSON.stringify(this.config)).slice(0, 16);
  }

  /** Undefined: nothing is known yet. Starts nothing. */
  get known(): ServerNames | undefined {
    return this.fresh ?? this.options.store()?.get(this.server, this.version);
  }

  /** The server runs, or its lists changed: they are read behind what goes on, where somebody wants names. */
  readFrom(connected: Connected): void {
    this.connected = connected;
    this.changed();
  }

  changed(): void {
    if (this.connected && this.options.store()) this.refresher.trigger();
  }

  stop(): void {
    this.refresher.stop();
  }

  /** A list that cannot be read leaves the names there are. */
  private async read(): Promise<void> {
    const { connected } = this;
    const { signal, timeout, store } = this.options;
    if (!connected) return;
    const can = connected.client.getServerCapabilities();
    const { promptShape, resourceShape, templateShape } = await import('./wire.js');
    const options = { signal, timeout };
    const [prompts, resources, templates] = await Promise.all([
      can?.prompts ? readList(connected, 'prompts/list', promptShape, options).catch(() => undefined) : { items: [] },
      can?.resources ? readList(connected, 'resources/list', resourceShape, options).catch(() => undefined) : { items: [] },
      can?.resources ? readList(connected, 'resources/templates/list', templateShape, options).catch(() => ({ items: [] })) : { items: [] },
    ]);
    if (!prompts || !resources || signal.aborted) return;
    this.fresh = namesOf(prompts.items, resources.items, templates.items);
    store()?.set(this.server, this.version, this.fresh);
  }
}

function namesOf(prompts: readonly ServerPrompt[], resources: readonly ServerResource[], templates: readonly ServerTemplate[]): ServerNames {
  const openings = templates.map(({ uriTemplate }) => uriTemplate.slice(0, Math.max(0, uriTemplate.indexOf('{'))));
  return { prompts: typeable(prompts.map(({ name }) => name)), resources: typeable([...resources.map(({ uri }) => uri), ...openings]) };
}

/** A server's words go into the line that is typed: nothing that is no plain sign, and no more than anybody looks through. */
function typeable(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== '' && name.length <= LONGEST_NAME && !/[\s\p{C}]/u.test(name)).slice(0, MOST_NAMES);
}
