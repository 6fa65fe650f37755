import { z } from 'zod';
import { ToolError } from '../contract/error.js';
import { defineTool, type Tool } from '../contract/tool.js';
import { truncateLines } from '../lib/truncate.js';
import type { Connection } from './connection.js';
import { describeResource, label } from './describe.js';

export const RESOURCE_TOOL = 'mcp_resource';
const MOST_LISTED = 200;

/** One tool for the resources of all servers: what there is, or the text of one. */
export function resourceTool(connections: ReadonlyMap<string, Connection>): Tool {
  const find = (server: string): Connection => {
    const found = connections.get(server) ?? [...connections.values()].find(({ name }) => name.toLowerCase() === server.toLowerCase());
    if (found) return found;
    throw new ToolError('not_found', `there is no MCP server ${server}; the servers are: ${[...connections.keys()].join(', ')}`);
  };
  return defineTool({
    name: RESOURCE_TOOL,
    description: 'Resources of an MCP server: without uri a list, with uri the text of one',
    input: z.object({ server: z.string(), uri: z.string().optional() }),
    set: 'mcp',
    kind: 'other',
    concurrent: true,
    // The name of the server and not what the model wrote: rules are made for the former.
    access: ({ server }) => [
      { kind: 'call', target: `${[...connections.keys()].find((name) => name.toLowerCase() === server.toLowerCase()) ?? server}/resources` },
    ],
    run: async ({ server, uri }, { signal, budget }) => {
      const connection = find(server);
      const text = uri === undefined ? await listResources(connection, signal) : await readResource(connection, uri, signal);
      return { text: truncateLines(text, budget), untrusted: `mcp ${connection.name}/resources` };
    },
  });
}

/** A line each: address, name, what it is. */
async function listResources(connection: Connection, signal: AbortSignal): Promise<string> {
  const { resources, templates } = await connection.resources(signal).catch((error: Error) => {
    throw new ToolError('failed', `the server ${connection.name}: ${label(error.message, 400)}`);
  });
  const lines = [
    ...resources.map(({ uri, name, description }) => [uri, name, description ?? '']),
    ...templates.map(({ uriTemplate, name, description }) => [uriTemplate, name, description ?? '']),
  ].map((parts) => label(parts.filter(Boolean).join(' - '), 300));
  if (lines.length === 0) return `the server ${connection.name} has no resources`;
  return lines.length <= MOST_LISTED ? lines.join('\n') : `${lines.slice(0, MOST_LISTED).join('\n')}\n… ${lines.length - MOST_LISTED} more`;
}

export async function readResource(connection: Connection, uri: string, signal: AbortSignal): Promise<string> {
  const contents = await connection.readResource(uri, signal);
  return contents.map(describeResource).join('\n') || '(empty)';
}

export interface Mention {
  /** As it stands in the text, with the `@`. */
  text: string;
  server: string;
  uri: string;
}

/** `@server:uri` of known servers in what a person wrote. An `@` inside a word is none; closing punctuation is not part of it. */
export function resourceMentions(text: string, servers: readonly string[]): Mention[] {
  const mentions: Mention[] = [];
  for (const [whole, server = '', uri = ''] of text.matchAll(/(?<![\w@])@([\w.-]+):([^\s"'`<>]+)/g)) {
    const name = servers.find((known) => known.toLowerCase() === server.toLowerCase());
    const trimmed = uri.replace(/[.,;:!?)\]}]+$/, '');
    if (name !== undefined && trimmed !== '') mentions.push({ text: whole.slice(0, whole.length - uri.length + trimmed.length), server: name, uri: trimmed });
  }
  return mentions;
}
