import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import * as acp from '@agentclientprotocol/sdk';
import { BIN } from '../../support/run-cli.js';
import type { World } from '../../support/world.js';

export interface EditorOptions {
  capabilities?: acp.ClientCapabilities;
  /** Unsaved buffers by path; written ones land here too. Given: the editor offers files. */
  buffers?: Map<string, string>;
  /** What the person answers; default: yes, once. */
  decide?(request: acp.RequestPermissionRequest): Promise<acp.RequestPermissionResponse> | acp.RequestPermissionResponse;
  refuseWrites?: boolean;
  args?: string[];
  cwd?: string;
}

/** An editor at the other end of `ocode acp`, with the SDK's client side. */
export interface Editor {
  agent: acp.ClientContext;
  child: ChildProcess;
  updates: acp.SessionUpdate[];
  /** The sessions that updates and questions were about. */
  about: Set<string>;
  asked: acp.RequestPermissionRequest[];
  reads: string[];
  writes: string[];
  stderr(): string;
  ask(sessionId: string, text: string): Promise<acp.PromptResponse>;
  /** What the agent said, as one text. */
  said(): string;
  /** Waits until this holds. */
  until(what: () => boolean): Promise<void>;
  /** Ends it at once, and waits until it is gone: what it still wrote must not meet the clean-up. */
  kill(): Promise<unknown>;
  /** Closes stdin and gives the exit code. */
  leave(): Promise<number | null>;
}

export function startAcp(world: World, { args = [], cwd = world.project }: Pick<EditorOptions, 'args' | 'cwd'> = {}): ChildProcess {
  const env = Object.fromEntries(Object.entries({ PATH: process.env.PATH, ...world.env }).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
  return spawn(process.execPath, [BIN, ...args, 'acp'], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
}

export async function openEditor(world: World, options: EditorOptions = {}): Promise<Editor> {
  const { buffers } = options;
  const updates: acp.SessionUpdate[] = [];
  const about = new Set<string>();
  const asked: acp.RequestPermissionRequest[] = [];
  const reads: string[] = [];
  const writes: string[] = [];
  const { writeFileSync } = await import('node:fs');
  const app = acp
    .client()
    .onRequest('session/request_permission', ({ params }) => {
      asked.push(params);
      about.add(params.sessionId);
      return options.decide?.(params) ?? { outcome: { outcome: 'selected', optionId: 'allow_once' } };
    })
    .onRequest('fs/read_text_file', ({ params }) => {
      reads.push(params.path);
      const content = buffers?.get(params.path);
      if (content === undefined) throw acp.RequestError.resourceNotFound(params.path);
      return { content };
    })
    .onRequest('fs/write_text_file', ({ params }) => {
      if (options.refuseWrites) throw acp.RequestError.internalError(undefined, 'the buffer is read-only');
      writes.push(params.path);
      buffers?.set(params.path, params.content);
      writeFileSync(params.path, params.content);
      return {};
    })
    .onNotification('session/update', ({ params }) => {
      updates.push(params.update);
      about.add(params.sessionId);
    });
  const child = startAcp(world, options);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const stream = acp.ndJsonStream(
    Writable.toWeb(child.stdin as import('node:stream').Writable),
    Readable.toWeb(child.stdout as Readable) as ReadableStream<Uint8Array>,
  );
  const { agent } = app.connect(stream);
  const capabilities = options.capabilities ?? (buffers ? { fs: { readTextFile: true, writeTextFile: true } } : {});
  await agent.request('initialize', { protocolVersion: acp.PROTOCOL_VERSION, clientCapabilities: capabilities });
  return {
    agent,
    child,
    updates,
    about,
    asked,
    reads,
    writes,
    stderr: () => errors,
    ask: (sessionId, text) => agent.request('session/prompt', { sessionId, prompt: [{ type: 'text', text }] }),
    said: () => updates.map((update) => (update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text' ? update.content.text : '')).join(''),
    until: async (what) => {
      while (!what()) await new Promise((resolve) => setTimeout(resolve, 15));
    },
    kill: () => {
      child.kill('SIGKILL');
      return exit;
    },
    leave: () => {
      child.stdin?.end();
      return exit;
    },
  };
}
