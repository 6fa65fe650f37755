import { ToolError } from '../contract/error.js';
import type { Tool, ToolSource } from '../contract/tool.js';
import { nearest } from '../lib/nearest.js';
import { BridgedTools } from './bridged-tools.js';
import { type McpServerConfig, type McpTransportName, transportOf } from './config.js';
import { Connection, type McpStatus } from './connection.js';
import { describeContent, label, resultText } from './describe.js';
import { serverPrefixes } from './names.js';
import { DEFAULT_TIMEOUTS, type McpPorts, type McpTimeouts, type Person, type ServerNames } from './ports.js';
import { type Mention, readResource, resourceMentions } from './resources.js';
import { asOne, serverSources } from './sources.js';
import type { ServerPrompt, ServerTool } from './wire.js';

export interface McpManagerOptions extends Omit<McpPorts, 'timeouts' | 'variables' | 'version'> {
  /** `mcp_servers` of trusted settings. */
  servers: Readonly<Record<string, McpServerConfig>>;
  /** Of settings that are not trusted: listed, never started, no variable in them is read. */
  untrusted?: Readonly<Record<string, McpServerConfig>>;
  timeouts?: Partial<McpTimeouts>;
  /** Default: the environment of this process. */
  variables?: McpPorts['variables'];
  version?: string;
}

interface McpServerStatus {
  name: string;
  transport: McpTransportName;
  status: McpStatus;
  /** Names of the server's own tools; empty until it was connected. */
  tools: string[];
  trusted: boolean;
  error?: string;
}

interface McpPrompt {
  server: string;
  name: string;
  description: string;
  arguments: Array<{ name: string; description: string; required: boolean }>;
}

export interface McpManager {
  /** One source a server, so that a call starts only the server it means, and one for the resources of all. */
  sources: ToolSource[];
  /** All of them as one. */
  source: ToolSource;
  names(): string[];
  /** Of each server what can be completed; `undefined` where nothing is known. Starts nothing. */
  completions(): Array<{ server: string; names: ServerNames | undefined }>;
  /** Somebody is there from now on: for questions of servers, requests to the model, logins. Servers that run already are asked to nothing more than they were told at their start. */
  attend(person: Person): void;
  status(): McpServerStatus[];
  /** Starts all trusted servers side by side; never throws. */
  connectAll(signal: AbortSignal): Promise<void>;
  /** Starts one and gives its tools. Throws ToolError `not_found` (with the nearest name) or `failed` (why). */
  connect(name: string, signal: AbortSignal): Promise<ServerTool[]>;
  /** A tool by the names its server gives, for a call without a model on the road to every tool. Throws ToolError like `connect`, and `not_found` with the nearest name. */
  findTool(server: string, tool: string, signal: AbortSignal): Promise<Tool>;
  /** Of one server or of all; a server that fails has none. */
  listPrompts(signal: AbortSignal, server?: string): Promise<McpPrompt[]>;
  /** The text of a prompt, to be put to the model as the user's words. */
  getPrompt(server: string, name: string, args: Record<string, string>, signal: AbortSignal): Promise<string>;
  /** `@server:uri` in a text. Starts nothing. */
  mentions(text: string): Mention[];
  readResource(server: string, uri: string, signal: AbortSignal): Promise<string>;
  /** Ends every server; never throws. */
  close(): Promise<void>;
}

const LARGEST_TEXT = 1_000_000;

/** Nothing is started, imported or read here: that comes with the first use of a server. */
export function createMcpManager(options: McpManagerOptions): McpManager {
  const { servers, untrusted = {}, timeouts, variables = process.env, version = process.env.OCODE_VERSION ?? '0.0.0', ...rest } = options;
  const ports: McpPorts = { ...rest, variables, version, timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts } };
  const usable = Object.entries(servers).filter(([, config]) => config.disabled !== true);
  const connections = new Map(usable.map(([name, config]) => [name, new Connection(name, config, ports)]));
  const prefixes = serverPrefixes([...connections.keys()]);
  const taken = new Set<string>();
  const bridged = new Map(
    [...connections].map(([name, connection]) => [name, new BridgedTools(connection, prefixes.get(name) ?? name, taken, ports.onNotice)]),
  );
  const find = (name: string): Connection => {
    const connection = connections.get(name);
    if (connection) return connection;
    if (Object.hasOwn(untrusted, name)) throw new ToolError('denied', `the server ${name} comes from a folder that is not trusted: ocode trust`);
    const near = nearest(name, connections.keys());
    throw new ToolError('not_found', `there is no MCP server ${label(name, 60)}${near ? `; did you mean ${near}?` : ''}`);
  };
  const connect = async (name: string, signal: AbortSignal): Promise<Connection> => {
    const connection = find(name);
    await connection.ready(signal).catch((error: Error) => {
      throw new ToolError('failed', `the server ${name} cannot be used: ${connection.error ?? label(error.message, 400)}`);
    });
    return connection;
  };

  const sources = serverSources(connections, [...bridged.values()]);

  return {
    sources,
    source: asOne(sources),
    names: () => [...connections.keys()],
    completions: () => [...connections.values()].map(({ name, names }) => ({ server: name, names: names.known })),
    attend: (person) => void Object.assign(ports, person),
    status: () => [...[...connections.values()].map(statusOf), ...Object.entries(untrusted).map(untrustedStatus)],
    connectAll: async (signal) => {
      await Promise.all([...connections.values()].map((connection) => connection.load(signal)));
    },
    connect: async (name, signal) => (await connect(name, signal)).tools,
    findTool: async (server, tool, signal) => {
      const connection = await connect(server, signal);
      const tools = await bridged.get(connection.name)?.load(signal);
      const found = tools?.find((candidate) => targetOf(candidate) === `${server}/${tool}`);
      if (found) return found;
      throw unknownTool(connection, tool);
    },
    listPrompts: async (signal, server) => {
      const asked = [...connections.values()].filter(({ name }) => server === undefined || name === server);
      const lists = await Promise.all(
        asked.map(async (connection) => (await connection.prompts(signal).catch(() => [])).map((prompt) => ({ from: connection.name, prompt }))),
      );
      return lists.flat().map(({ from, prompt }) => describePrompt(from, prompt));
    },
    getPrompt: async (server, name, args, signal) => {
      const messages = await (await connect(server, signal)).getPrompt(name, args, signal);
      return resultText({ content: messages.map(({ content }) => ({ type: 'text', text: [content].flat().map(describeContent).join('\n') })) }, LARGEST_TEXT);
    },
    mentions: (text) => resourceMentions(text, [...connections.keys()]),
    readResource: async (server, uri, signal) => readResource(await connect(server, signal), uri, signal),
    close: async () => {
      await Promise.allSettled([...connections.values()].map((connection) => connection.close()));
    },
  };
}

function statusOf({ name, transport, status, tools, error }: Connection): McpServerStatus {
  const names = tools.map((tool) => label(tool.name, 100));
  return { name, transport, status, tools: names, trusted: true, ...(error === undefined ? {} : { error }) };
}

function untrustedStatus([name, config]: [string, McpServerConfig]): McpServerStatus {
  return { name, transport: transportOf(config), status: 'untrusted', tools: [], trusted: false };
}

function unknownTool({ name, tools }: Connection, wanted: string): ToolError {
  const near = nearest(
    wanted,
    tools.map((tool) => tool.name),
  );
  return new ToolError('not_found', `the server ${name} has no tool ${label(wanted, 60)}${near ? `; did you mean ${label(near, 60)}?` : ''}`);
}

/** What is shown of a prompt: a server's words, cleaned and cut. */
function describePrompt(server: string, { name, description = '', arguments: all = [] }: ServerPrompt): McpPrompt {
  const described = all.map((argument) => ({ name: argument.name, description: label(argument.description ?? ''), required: argument.required ?? false }));
  return { server, name, description: label(description), arguments: described };
}

/** `server/tool` of a bridged tool, in the server's own words. */
function targetOf(tool: Tool): string | undefined {
  return tool.access?.({}, { root: '/', cwd: '/' }).flatMap((access) => (access.kind === 'call' ? [access.target] : []))[0];
}
