import type { PathGuard, SecurityJudge } from '../contract/security.js';
import { stripEscapes } from '../lib/sanitize.js';
import { truncateLines } from '../lib/truncate.js';
import type { McpManager } from '../mcp/index.js';
import { attachFiles } from './attach-files.js';

const CHARACTERS_EACH = 24_000;

export interface AttachFrom {
  guard: PathGuard;
  mcp: Pick<McpManager, 'mentions' | 'readResource'>;
  security: Pick<SecurityJudge, 'taint'>;
}

export interface Attached {
  text: string;
  /** What was named and could not be added, and why. */
  problems: string[];
}

/** A question with what it names: the text of files (`@path`) and of resources of MCP servers (`@server:uri`). */
export async function attachNamed(text: string, from: AttachFrom, signal: AbortSignal): Promise<Attached> {
  const { parts, problems } = await resources(text, from, signal);
  return { text: [await attachFiles(text, from.guard), ...parts].join('\n\n'), problems };
}

/** The same without files. */
export async function attachResources(text: string, from: AttachFrom, signal: AbortSignal): Promise<Attached> {
  const { parts, problems } = await resources(text, from, signal);
  return { text: [text, ...parts].join('\n\n'), problems };
}

/** The person named them, so they are read without a question; what a server says is marked as text from outside. */
async function resources(text: string, { mcp, security }: AttachFrom, signal: AbortSignal): Promise<{ parts: string[]; problems: string[] }> {
  const mentions = [...new Map(mcp.mentions(text).map((mention) => [mention.text, mention])).values()];
  const problems: string[] = [];
  const parts = await Promise.all(
    mentions.map(async ({ text: named, server, uri }) => {
      try {
        const content = truncateLines(stripEscapes(await mcp.readResource(server, uri, signal)), CHARACTERS_EACH, 'mcp_resource shows the rest');
        security.taint(`mcp ${server}/resources`);
        return [`<untrusted source=${JSON.stringify(`mcp ${server}:${uri}`)}>\n${content.replaceAll('</untrusted', '<\\/untrusted')}\n</untrusted>`];
      } catch (error) {
        signal.throwIfAborted();
        problems.push(`${named} is left out: ${error instanceof Error ? error.message : String(error)}`);
        return [];
      }
    }),
  );
  return { parts: parts.flat(), problems };
}
