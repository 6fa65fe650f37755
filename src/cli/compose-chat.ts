import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EngineEvent } from '../contract/event.js';
import { type Approver, narrowerMode } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import { OCodeEngine } from '../engine/engine.js';
import type { EngineParts } from '../engine/parts.js';
import { type GitHead, readGitHead } from '../git/index.js';
import type { ChatPorts, OnceOnly, Question, TerminalPorts } from '../modes/chat/index.js';
import { markdownStyle } from '../render/markdown/markdown-style.js';
import { sessionMarkdown } from '../session/export.js';
import { attachNamed } from './attach.js';
import type { Workbench } from './compose.js';
import { composeEngine } from './compose-engine.js';
import { customPort } from './custom-commands.js';
import { memoryLines } from './memory-lines.js';
import { onlyTools } from './only-tools.js';
import { serverNamesFile } from './server-names-file.js';

const HISTORY_KEPT = 1000;

export interface ChatStart {
  /** The session that flags ask for. */
  open(): Session;
  /** Runs a command line of ocode: slash commands that are subcommands. */
  runProgram(args: readonly string[]): Promise<number>;
}

/** What the interactive mode needs, from the services of one project. The model is asked for with the first question. */
export function composeChat(bench: Workbench, { approver, elicit, openBrowser }: TerminalPorts, start: ChatStart): ChatPorts {
  const { places, settings, sessions, journal, options } = bench;
  const engines = new EngineCache(bench, approver);
  bench.mcp.attend({
    elicit,
    openBrowser,
    names: serverNamesFile(join(places.stateDir, 'cache', 'mcp-names.json')),
    approveSampling: async (request, signal) => (await import('./sample-model.js')).approveSampling(approver)(request, signal),
  });
  return {
    open: start.open,
    process: (question, session, signal, once) => engines.process(question, session, signal, once),
    compact: (session, signal) => engines.compact(session, signal),
    sessions: {
      create: () => sessions.create({ cwd: places.cwd, model: '', provider: '' }),
      list: () => sessions.list(),
      load: (id) => sessions.load(id),
      fork: (session) => sessions.fork(session),
      save: (session) => sessions.save(session),
      export: (session, format) => (format === 'json' ? `${JSON.stringify(session, null, 2)}\n` : `${sessionMarkdown(session)}\n`),
    },
    undo: (session, which) => journal.undo(which === 'all' ? { session: session.session_id } : { last: 1 }),
    diff: (session) => engines.patch(session),
    model: {
      current: () => engines.model,
      window: () => engines.window,
      use: (name) => engines.useModel(name),
      list: async (signal) => (await (await bench.provider()).client.list(signal)).map((model) => model.name),
      loaded: async (signal) => {
        const loaded = await (await bench.provider()).manager?.loaded(signal);
        return loaded?.some((model) => model.name === engines.model || model.name === `${engines.model}:latest`);
      },
    },
    mode: {
      current: () => settings.permissions.mode,
      use: (mode) => {
        settings.permissions.mode = mode;
      },
    },
    branch: () => branchOf(readGitHead(places.root)),
    subcommand: (args) =>
      start.runProgram(['-C', places.cwd, ...(options.config ? ['--config', options.config] : []), ...(options.host ? ['--host', options.host] : []), ...args]),
    memory: () => memoryLines(bench, engines.window),
    custom: customPort(bench),
    prompts: {
      knows: (server) => bench.mcp.names().includes(server),
      list: async (signal, server) => {
        if (server !== undefined) await bench.mcp.connect(server, signal);
        const running = new Set(bench.mcp.status().flatMap(({ name, status }) => (status === 'connected' ? [name] : [])));
        return running.size === 0 ? [] : (await Promise.all([...running].map((name) => bench.mcp.listPrompts(signal, name)))).flat();
      },
      get: (server, name, args, signal) => bench.mcp.getPrompt(server, name, args, signal),
    },
    mcp: {
      offers: () => bench.mcp.completions().map(({ server, names }) => ({ server, prompts: names?.prompts, resources: names?.resources })),
      status: async (signal) => {
        await bench.mcp.connectAll(signal);
        return bench.mcp.status();
      },
    },
    attach: (text, signal) => attachNamed(text, bench, signal),
    paths: (start) => pathsFrom(bench, start),
    writeFile: async (name, text) => {
      const file = resolve(places.cwd, name);
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      return file;
    },
    history: historyIn(join(places.stateDir, 'history')),
    warnings: () => bench.warnings,
    style: markdownStyle,
  };
}

/** One engine a session and model: its files remember what the session changed. */
class EngineCache {
  private parts: { of: Session; model: string | undefined; parts: EngineParts } | undefined;
  private wanted: string | undefined;

  constructor(
    private readonly bench: Workbench,
    private readonly approver: Approver,
  ) {}

  get model(): string | undefined {
    const { settings } = this.bench;
    return this.wanted ?? this.parts?.parts.model.name ?? settings.models.default ?? settings.model;
  }

  get window(): number {
    return this.parts?.parts.model.options.numCtx ?? this.bench.settings.context_window;
  }

  useModel(name: string): void {
    this.wanted = name;
  }

  async *process({ text, asked }: Question, session: Session, signal: AbortSignal, once: OnceOnly = {}): AsyncGenerator<EngineEvent, void> {
    const { permissions } = this.bench.settings;
    const before = permissions.mode;
    // A command file may only narrow what runs without a question.
    permissions.mode = narrowerMode(before, once.mode ?? before);
    try {
      const kept = await this.partsFor(session, signal, once.model);
      const tools = once.tools ? onlyTools(kept.tools, once.tools) : kept.tools;
      const query = once.tools ? `${text}\n\n(For this question only these tools may be called: ${once.tools.join(', ') || 'none'}.)` : text;
      const parts = { ...kept, tools, permissionMode: permissions.mode };
      yield* new OCodeEngine(parts).process(query, session, signal, asked);
    } finally {
      permissions.mode = before;
    }
  }

  async *compact(session: Session, signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
    yield* new OCodeEngine(await this.partsFor(session, signal)).compact(session, signal);
  }

  async patch(session: Session): Promise<string> {
    return this.parts?.of === session ? this.parts.parts.toolContext.files.patch() : '';
  }

  private async partsFor(session: Session, signal: AbortSignal, once?: string): Promise<EngineParts> {
    const model = once ?? this.wanted;
    const kept = this.parts?.of === session ? this.parts : undefined;
    if (kept && kept.model === model) return kept.parts;
    const { settings } = this.bench;
    const bench = model ? { ...this.bench, settings: { ...settings, model, models: { ...settings.models, default: model } } } : this.bench;
    const fresh = await composeEngine(bench, signal, { session, approver: this.approver });
    // The start of the program showed these warnings.
    const parts = { ...fresh, warnings: [], ...(kept ? { toolContext: kept.parts.toolContext } : {}) };
    if (!once) this.parts = { of: session, model, parts };
    return parts;
  }
}

/** One JSON text a line, newest last; a file that cannot be read or written costs the history, nothing else. */
function historyIn(file: string): ChatPorts['history'] {
  const load = (): string[] => {
    try {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-HISTORY_KEPT);
      return lines.flatMap((line) => parseLine(line)).reverse();
    } catch {
      return [];
    }
  };
  return {
    load,
    add: (text) => {
      // As in shells: a leading space keeps a line out of the history.
      if (text.startsWith(' ') || text.length > 20_000) return;
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        const isNew = !existsSync(file);
        appendFileSync(file, `${JSON.stringify(text)}\n`, { mode: 0o600 });
        if (isNew) chmodSync(file, 0o600);
      } catch {
        // A state folder that cannot be written was told about already.
      }
    },
  };
}

function parseLine(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? [value] : [];
  } catch {
    return [];
  }
}

function branchOf(head: GitHead | undefined): string | undefined {
  return head && (head.branch ?? `detached at ${head.detached}`);
}

const OFFERED = 50;

/** Entries of the folder the start names, readable ones only; folders end with `/`. */
function pathsFrom(bench: Workbench, start: string): string[] {
  const { cwd } = bench.places;
  const folder = start.endsWith('/') ? start : start.includes('/') ? `${dirname(start)}/` : '';
  const name = start.endsWith('/') ? '' : basename(start);
  try {
    return readdirSync(resolve(cwd, folder), { withFileTypes: true })
      .filter((entry) => entry.name.startsWith(name) && (name !== '' || !entry.name.startsWith('.')) && entry.name !== 'node_modules' && !/\s/.test(entry.name))
      .filter((entry) => bench.guard.readable(join(cwd, folder, entry.name)))
      .slice(0, OFFERED)
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`);
  } catch {
    return [];
  }
}
