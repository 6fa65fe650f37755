import { statSync } from 'node:fs';
import { join } from 'node:path';
import { findPlaces } from '../config/paths.js';
import { OCodeError } from '../contract/error.js';
import { type Approver, narrowerMode } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import { OCodeEngine } from '../engine/engine.js';
import type { EngineParts } from '../engine/parts.js';
import type { AcpPorts, AcpQuestion, AcpSession, AcpStart, FileWrite } from '../modes/acp/index.js';
import { SessionManager } from '../session/session-manager.js';
import { attachFiles, fileBlock } from './attach-files.js';
import { composeWorkbench, type Workbench } from './compose.js';
import { composeEngine } from './compose-engine.js';
import { customPort } from './custom-commands.js';
import { withOnlyTools } from './only-tools.js';
import type { RootOptions } from './options.js';
import { cliVersion } from './version.js';

/** Each session of an editor has its own folder, and so its own services. */
export function composeAcp(options: RootOptions): AcpPorts {
  return {
    version: cliVersion(),
    open: (start) => openSession(options, start),
    list: async (cwd) => new SessionManager({ folder: join(findPlaces(process.env, cwd ?? options.cd).stateDir, 'sessions') }).list().sessions,
  };
}

async function openSession(options: RootOptions, { cwd, id, folders, servers, approver, editor }: AcpStart): Promise<AcpSession> {
  for (const folder of [cwd, ...folders]) if (!isFolder(folder)) throw new OCodeError('usage', `there is no folder ${folder}`);
  const writes: FileWrite[] = [];
  const bench = await composeWorkbench(
    { ...options, cd: cwd, addDir: [...(options.addDir ?? []), ...folders] },
    {
      interactive: true,
      servers,
      ...(editor ? { editor } : {}),
      wrote: (path, before, after) => void writes.push({ path, before: before && textOf(before), after: textOf(after) }),
    },
  );
  try {
    const session = id === undefined ? bench.sessions.create({ cwd: bench.places.cwd, model: '', provider: '' }) : loadExactly(bench, id);
    return sessionPort(bench, session, approver, writes);
  } catch (error) {
    await bench.close();
    throw error;
  }
}

function sessionPort(bench: Workbench, session: Session, approver: Approver, writes: FileWrite[]): AcpSession {
  const { permissions } = bench.settings;
  const toolContext = bench.toolContext(session);
  const commands = customPort(bench);
  const partsFor = enginesByModel(bench, async (own, signal) => ({ ...(await composeEngine(own, signal, { session, approver })), toolContext }));
  const readText: AcpSession['readText'] = async (path) => {
    try {
      return textOf(await toolContext.files.read(toolContext.files.resolve(path, 'read')));
    } catch {
      return undefined;
    }
  };
  return {
    session,
    cwd: bench.places.cwd,
    root: bench.places.root,
    mode: {
      current: () => permissions.mode,
      use: (mode) => {
        permissions.mode = mode;
      },
    },
    look: (call) => look(bench, call),
    readText,
    takeWrites: () => writes.splice(0),
    commands: async () => (await commands.list()).map(({ name, description }) => ({ name, description: description || name })),
    async *process(question, signal) {
      const [, name, args = ''] = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(question.text.trim()) ?? [];
      const command = name === undefined ? undefined : await commands.expand(name, args);
      const words = await withAttachments(command?.text ?? (await attachFiles(question.text, bench.guard)), question, readText);
      const { parts, text } = withOnlyTools(await partsFor(command?.model, signal), words, command?.tools);
      const before = permissions.mode;
      // A command file may only narrow what runs without a question.
      const narrowed = narrowerMode(before, command?.mode ?? before);
      permissions.mode = narrowed;
      try {
        yield* new OCodeEngine({ ...parts, permissionMode: narrowed }).process(text, session, signal, question.text);
      } finally {
        // Unless the person chose another one meanwhile.
        if (permissions.mode === narrowed) permissions.mode = before;
      }
    },
    close: () => bench.close(),
  };
}

/** The model is looked for with the first question; a command may name its own. */
function enginesByModel(bench: Workbench, compose: (bench: Workbench, signal: AbortSignal) => Promise<EngineParts>) {
  const engines = new Map<string | undefined, EngineParts>();
  return async (model: string | undefined, signal: AbortSignal): Promise<EngineParts> => {
    const known = engines.get(model);
    if (known) return known;
    const { settings } = bench;
    const parts = await compose(model ? { ...bench, settings: { ...settings, model, models: { ...settings.models, default: model } } } : bench, signal);
    engines.set(model, parts);
    return parts;
  };
}

function look({ registry }: Workbench, call: Parameters<AcpSession['look']>[0]): ReturnType<AcpSession['look']> {
  const { name, args } = registry.unwrap(call.name, call.args);
  const tool = registry.find(name);
  if (!tool) return { name, kind: 'other', args };
  const parsed = registry.parseArgs(tool, args);
  return { name: tool.name, kind: tool.kind, args: parsed.ok ? parsed.args : args };
}

async function withAttachments(text: string, { files, attached }: AcpQuestion, readText: AcpSession['readText']): Promise<string> {
  const named = await Promise.all(files.map(async (name) => ({ name, text: await readText(name) })));
  const blocks = [...named, ...attached].flatMap(({ name, text: content }) =>
    content === undefined || text.includes(`<file path="${name}">`) ? [] : [fileBlock(name, content)],
  );
  return [text, ...blocks].join('\n\n');
}

/** An editor names sessions exactly: the beginning of an id is none of them. */
function loadExactly(bench: Workbench, id: string): Session {
  const known = bench.sessions.has(id);
  if (!known) throw new OCodeError('session', `there is no session ${id} in this project`, { details: { missing: true } });
  return bench.sessions.load(id);
}

function isFolder(path: string): boolean {
  return !path.includes('\0') && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Undefined for what is no text. */
function textOf(content: Buffer): string | undefined {
  return content.includes(0) ? undefined : content.toString('utf8');
}
