import type { Tool } from '../contract/tool.js';
import { bridgeTools } from './bridge.js';
import type { Connection } from './connection.js';
import { label } from './describe.js';
import { toolName } from './names.js';
import type { ServerTool } from './wire.js';

const NAMES_TOLD = 8;
/** Changes of one server's list that people are told of. */
const NOTICES = 5;

/** The tools of one server as ours: read when they are first needed, and bridged again when the server changes them. */
export class BridgedTools {
  /** Their name -> ours; a tool that comes back has the name it had. */
  private readonly names = new Map<string, string>();
  private current: { of: readonly ServerTool[]; tools: Tool[] } | undefined;
  private loading: Promise<Tool[]> | undefined;
  private listener: ((tools: Tool[]) => void) | undefined;
  private news: string[] = [];
  private notices = 0;

  /** `taken`: names given so far, by all servers. */
  constructor(
    readonly connection: Connection,
    readonly prefix: string,
    private readonly taken: Set<string>,
    private readonly onNotice: (text: string) => void,
  ) {
    connection.onTools = () => this.changed();
  }

  /** Starts the server if need be. Never throws: one that cannot be used has no tools. */
  load(signal: AbortSignal): Promise<Tool[]> {
    if (this.loading) return this.loading;
    const work = this.connection.load(signal).then((tools) => this.bridge(tools));
    this.loading = work;
    // A start that was given up by its caller is no answer for the next one.
    void work.then(() => {
      if (signal.aborted && this.connection.status !== 'connected') this.loading = undefined;
    });
    return work;
  }

  onChange(listener: (tools: Tool[]) => void): void {
    this.listener = listener;
  }

  private changed(): void {
    const before = this.current?.tools;
    const tools = this.bridge(this.connection.tools);
    this.loading = Promise.resolve(tools);
    this.listener?.(tools);
    if (before) this.tell(before, tools);
  }

  private bridge(tools: readonly ServerTool[]): Tool[] {
    if (this.current?.of === tools) return this.current.tools;
    const named = (name: string): string => {
      const known = this.names.get(name) ?? toolName(this.prefix, name, this.taken);
      this.names.set(name, known);
      return known;
    };
    const bridged = bridgeTools(this.connection, tools, named, { onNotice: this.onNotice, takeNews: () => this.takeNews() });
    this.current = { of: tools, tools: bridged };
    return bridged;
  }

  private tell(before: readonly Tool[], after: readonly Tool[]): void {
    const [old, now] = [before, after].map((tools) => new Map(tools.map((tool) => [tool.name, signatureOf(tool)])));
    const added = after.filter(({ name }) => !old?.has(name)).map(({ name }) => name);
    const gone = before.filter(({ name }) => !now?.has(name)).map(({ name }) => name);
    const other = after.filter((tool) => old?.has(tool.name) && old.get(tool.name) !== signatureOf(tool)).map(({ name }) => name);
    const words = [list('new', added), list('gone', gone), list('changed', other)].filter(Boolean).join('; ');
    if (words === '') return;
    this.news.push(words);
    this.notices += 1;
    if (this.notices <= NOTICES) this.onNotice(`MCP server ${this.connection.name}: its tools changed: ${words}`);
  }

  /** For the model, once: what changed since it was last told. Waits for a list that is being read. */
  private async takeNews(): Promise<string | undefined> {
    await this.connection.settled();
    const tools = this.news.splice(0).slice(-NOTICES);
    const resources = this.connection.takeChangedResources().slice(-NAMES_TOLD);
    const lines = [
      tools.length > 0 ? `[the tools of this server changed: ${tools.join('; ')}. more_tools("mcp") describes them]` : '',
      resources.length > 0 ? `[changed since they were read: ${resources.map((uri) => label(uri)).join(', ')}]` : '',
    ];
    return lines.filter(Boolean).join('\n') || undefined;
  }
}

function signatureOf(tool: Tool): string {
  return JSON.stringify([tool.description, tool.parameters]);
}

function list(word: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  return `${word} ${names.slice(0, NAMES_TOLD).join(', ')}${names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : ''}`;
}
