import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { AgentContext, ClientCapabilities, McpServer } from '@agentclientprotocol/sdk';
import type { EditorBuffers } from '../../contract/editor.js';
import type { EditorServer } from './ports.js';

/** An editor that does not answer within this time is not waited for: the disk has the file too. */
const READ_PATIENCE_MS = 5_000;
const WRITE_PATIENCE_MS = 30_000;

export interface EditorLink {
  client: AgentContext;
  capabilities: ClientCapabilities;
  /** Known once the session is open. */
  sessionId(): string;
  /** Stops what runs now. */
  signal(): AbortSignal | undefined;
  toClient(path: string): string;
}

/** Files through the editor, as far as it offers them. */
export function editorBuffers({ client, capabilities, sessionId, signal, toClient }: EditorLink): EditorBuffers | undefined {
  const { fs } = capabilities;
  const options = (patience: number) => {
    const running = signal();
    const late = AbortSignal.timeout(patience);
    return { cancellationSignal: running ? AbortSignal.any([running, late]) : late, stopWaitingOnCancel: true };
  };
  const buffers: EditorBuffers = {};
  if (fs?.readTextFile) {
    buffers.read = async (path) => {
      try {
        const { content } = await client.request('fs/read_text_file', { sessionId: sessionId(), path: toClient(path) }, options(READ_PATIENCE_MS));
        return content;
      } catch {
        return undefined;
      }
    };
  }
  if (fs?.writeTextFile) {
    buffers.write = async (path, text) => {
      await client.request('fs/write_text_file', { sessionId: sessionId(), path: toClient(path), content: text }, options(WRITE_PATIENCE_MS));
    };
  }
  return fs?.readTextFile || fs?.writeTextFile ? buffers : undefined;
}

/** Real paths back to the names the editor uses: its folder may be a link, and its buffers are known by those names. */
export function pathNames(cwd: string): (path: string) => string {
  const real = realpathOrSame(cwd);
  const given = cwd.length > 1 && cwd.endsWith(sep) ? cwd.slice(0, -1) : cwd;
  return (path) => (path === real ? given : path.startsWith(real + sep) ? given + path.slice(real.length) : path);
}

function realpathOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The servers of a session as settings write them. Throws an Error that says what is wrong with one. */
export function readServers(servers: readonly McpServer[]): Record<string, EditorServer> {
  return Object.fromEntries(
    servers.map((server): [string, EditorServer] => {
      if (server.name.trim() === '') throw new Error('an MCP server needs a name');
      if ('command' in server) {
        return [server.name, { command: server.command, args: server.args, env: pairs(server.env), literal: true }];
      }
      if (!/^https?:\/\//i.test(server.url)) throw new Error(`the address of the MCP server ${server.name} is not an http(s) address`);
      return [server.name, { type: server.type, url: server.url, headers: pairs(server.headers), literal: true }];
    }),
  );
}

function pairs(list: ReadonlyArray<{ name: string; value: string }>): Record<string, string> {
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}
