import { ToolError } from '../contract/error.js';
import type { ServerEvents } from './client.js';
import { type McpServerConfig, type McpTransportName, readServer, transportOf } from './config.js';
import type { Connected } from './connect.js';
import { label } from './describe.js';
import { untilAborted } from './own-signal.js';
import type { McpPorts } from './ports.js';
import { Refresher } from './refresher.js';
import type { McpRequest } from './send-request.js';
import { KnownNames } from './server-names.js';
import { Subscriptions } from './subscriptions.js';
import type { CallResult, ServerPrompt, ServerResource, ServerTemplate, ServerTool } from './wire.js';

export type McpStatus = 'idle' | 'connecting' | 'connected' | 'failed' | 'closed' | 'untrusted';

const MOST_RESTARTS = 2;
/** Milliseconds. */
const MOST_WAITED_FOR_LIST = 2_000;

/** One server: started at its first use, started again a few times when it dies, ended once. */
export class Connection {
  status: McpStatus = 'idle';
  error: string | undefined;
  tools: ServerTool[] = [];
  private connected: Connected | undefined;
  private starting: Promise<Connected> | undefined;
  private restarts = 0;
  /** Called when `tools` became another list than before. */
  onTools: (() => void) | undefined;
  private readonly refresher = new Refresher(() => this.refresh());
  private readonly subscriptions = new Subscriptions((text) => this.notice(text));
  private readonly events: ServerEvents = {
    toolsChanged: () => this.refresher.trigger(),
    namesChanged: () => this.names.changed(),
    resourceUpdated: (uri) => this.subscriptions.updated(uri),
  };
  private readonly stop = new AbortController();
  /** Of its prompts and resources, as far as they are known. */
  readonly names: KnownNames;

  constructor(
    readonly name: string,
    private readonly config: McpServerConfig,
    private readonly ports: McpPorts,
  ) {
    this.names = new KnownNames(name, config, { store: () => ports.names, signal: this.stop.signal, timeout: ports.timeouts.call });
  }

  get transport(): McpTransportName {
    return this.connected?.transport ?? transportOf(this.config);
  }

  /** Its tools, started if need be. Never throws: a server that cannot be used has none, and a notice says why. */
  async load(signal: AbortSignal): Promise<ServerTool[]> {
    try {
      await this.ready(signal);
      return this.tools;
    } catch {
      return [];
    }
  }

  /** Throws ToolError `failed` with what the server said, `timeout` or `cancelled`. */
  async callTool(tool: string, args: Record<string, unknown>, signal: AbortSignal, onProgress?: (text: string) => void): Promise<CallResult> {
    const { callResultShape } = await import('./wire.js');
    return this.request({ method: 'tools/call', params: { name: tool, arguments: args }, shape: callResultShape, onProgress }, signal);
  }

  async resources(signal: AbortSignal): Promise<{ resources: ServerResource[]; templates: ServerTemplate[] }> {
    const connected = await this.ready(signal);
    if (!connected.client.getServerCapabilities()?.resources) return { resources: [], templates: [] };
    const options = { signal, timeout: this.ports.timeouts.call };
    const [{ resourceShape, templateShape }, { readList }] = await Promise.all([import('./wire.js'), import('./read-list.js')]);
    const [resources, templates] = await Promise.all([
      readList(connected, 'resources/list', resourceShape, options),
      readList(connected, 'resources/templates/list', templateShape, options).catch(() => ({ items: [] })),
    ]);
    return { resources: resources.items, templates: templates.items };
  }

  async readResource(uri: string, signal: AbortSignal): Promise<Array<Record<string, unknown>>> {
    const { readResultShape } = await import('./wire.js');
    const { contents } = await this.request({ method: 'resources/read', params: { uri }, shape: readResultShape }, signal);
    // Not waited for: what was asked for is here.
    if (this.connected) void this.subscriptions.watch(this.connected, uri, { signal: this.stop.signal, timeout: this.ports.timeouts.call });
    return contents;
  }

  /** Resources that changed since they were read, each said once. */
  takeChangedResources(): string[] {
    return this.subscriptions.takeNews();
  }

  async prompts(signal: AbortSignal): Promise<ServerPrompt[]> {
    const connected = await this.ready(signal);
    if (!connected.client.getServerCapabilities()?.prompts) return [];
    const [{ promptShape }, { readList }] = await Promise.all([import('./wire.js'), import('./read-list.js')]);
    return (await readList(connected, 'prompts/list', promptShape, { signal, timeout: this.ports.timeouts.call })).items;
  }

  async getPrompt(name: string, args: Record<string, string>, signal: AbortSignal): Promise<Array<{ role: string; content?: unknown }>> {
    const { promptResultShape } = await import('./wire.js');
    return (await this.request({ method: 'prompts/get', params: { name, arguments: args }, shape: promptResultShape }, signal)).messages;
  }

  /** Connects, or gives the connection there is. Throws an Error; the notice was given already. */
  async ready(signal: AbortSignal): Promise<Connected> {
    if (this.connected) return this.connected;
    if (this.status === 'closed') throw new Error('the run is over');
    if (this.status === 'failed') throw new Error(this.error ?? 'it failed');
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    // The start is shared: one caller that gives up must not end it for the others.
    return untilAborted(this.starting, signal);
  }

  /** Waits a moment for a list of tools that is being read again. */
  settled(): Promise<void> {
    return this.refresher.settled(MOST_WAITED_FOR_LIST);
  }

  async close(): Promise<void> {
    this.status = 'closed';
    this.refresher.stop();
    this.names.stop();
    this.stop.abort();
    await this.starting?.catch(() => {});
    const connected = this.connected;
    this.connected = undefined;
    await connected?.close();
  }

  private async start(): Promise<Connected> {
    this.status = 'connecting';
    let connected: Connected | undefined;
    try {
      const server = readServer(this.config, this.ports.variables);
      const { connect } = await import('./connect.js');
      connected = await connect(this.name, server, this.ports, this.events, this.stop.signal);
      const tools = await this.listTools(connected);
      this.stop.signal.throwIfAborted();
      const fresh = connected;
      fresh.client.onclose = () => this.lose(fresh);
      this.connected = connected;
      this.status = 'connected';
      this.error = undefined;
      this.setTools(tools);
      this.names.readFrom(fresh);
      return connected;
    } catch (error) {
      await connected?.close();
      if (!this.stop.signal.aborted) this.fail(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  private async listTools(connected: Connected): Promise<ServerTool[]> {
    if (!connected.client.getServerCapabilities()?.tools) return [];
    const [{ toolShape }, { readList }] = await Promise.all([import('./wire.js'), import('./read-list.js')]);
    const { items, bad } = await readList(connected, 'tools/list', toolShape, { signal: this.stop.signal, timeout: this.ports.timeouts.start });
    if (bad > 0) this.notice(`${bad} of its tools ${bad === 1 ? 'is' : 'are'} no tool by the protocol and left out`);
    const noise = connected.noise();
    if (noise > 0) this.notice(`it writes to stdout what is no JSON-RPC (${noise} ${noise === 1 ? 'line' : 'lines'} so far); that is left out`);
    return items;
  }

  /** It is gone; the next call starts it again, a few times. */
  private lose(connected: Connected, why = 'it went away'): void {
    if (this.connected !== connected) return;
    this.connected = undefined;
    this.subscriptions.clear();
    void connected.close();
    const words = connected.lastWords();
    if (this.restarts >= MOST_RESTARTS) {
      this.fail(`it keeps ending${words ? ` (${words})` : ''}; it is not started again`);
      return;
    }
    this.restarts += 1;
    this.status = 'idle';
    this.notice(`${why}${words ? ` (${words})` : ''}; the next call starts it again`);
  }

  /** After list-changed. A list that cannot be read leaves the one there is. */
  private async refresh(): Promise<void> {
    const { connected } = this;
    if (!connected) return;
    const tools = await this.listTools(connected).catch(() => undefined);
    if (tools && this.connected === connected) this.setTools(tools);
  }

  private setTools(tools: ServerTool[]): void {
    if (JSON.stringify(tools) === JSON.stringify(this.tools)) return;
    this.tools = tools;
    this.onTools?.();
  }

  private async request<T>(request: McpRequest<T>, signal: AbortSignal, again = false): Promise<T> {
    const connected = await this.ready(signal).catch((error: Error) => {
      throw new ToolError('failed', `the server ${this.name} cannot be used: ${label(error.message, 400)}`);
    });
    const { sendRequest, SessionLost } = await import('./send-request.js');
    try {
      return await sendRequest(this.name, connected, request, this.ports.timeouts, signal);
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      this.lose(connected, 'it has forgotten this session');
      if (again) throw new ToolError('failed', `the server ${this.name} does not know us any more (404)`);
      return this.request(request, signal, true);
    }
  }

  private fail(reason: string): void {
    this.status = 'failed';
    this.error = label(reason, 400);
    this.tools = [];
    this.notice(this.error);
  }

  private notice(text: string): void {
    this.ports.onNotice(`MCP server ${label(this.name, 60)}: ${text}`);
  }
}
