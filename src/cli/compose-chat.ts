import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Session } from '../contract/session.js';
import { type GitHead, readGitHead } from '../git/index.js';
import type { ChatPorts, TerminalPorts } from '../modes/chat/index.js';
import { markdownStyle } from '../render/markdown/markdown-style.js';
import { sessionMarkdown } from '../session/export.js';
import { attachNamed } from './attach.js';
import { historyIn } from './chat-history.js';
import { isNamed } from './choose-model.js';
import type { Workbench } from './compose.js';
import { customPort } from './custom-commands.js';
import { EngineCache } from './engine-cache.js';
import { memoryLines } from './memory-lines.js';
import { pathsFrom } from './path-offers.js';
import { serverNamesFile } from './server-names-file.js';

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
    model: modelPort(bench, engines),
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
    prompts: promptPort(bench),
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

function modelPort(bench: Workbench, engines: EngineCache): ChatPorts['model'] {
  return {
    current: () => engines.model,
    window: () => engines.window,
    use: (name) => engines.useModel(name),
    list: async (signal) => (await (await bench.provider()).client.list(signal)).map((model) => model.name),
    loaded: async (signal) => {
      const loaded = await (await bench.provider()).manager?.loaded(signal);
      return loaded?.some((model) => isNamed(model, engines.model ?? ''));
    },
  };
}

/** Prompts of MCP servers: those of servers that run, or of one that is named. */
function promptPort({ mcp }: Workbench): ChatPorts['prompts'] {
  return {
    knows: (server) => mcp.names().includes(server),
    list: async (signal, server) => {
      if (server !== undefined) await mcp.connect(server, signal);
      const running = new Set(mcp.status().flatMap(({ name, status }) => (status === 'connected' ? [name] : [])));
      return running.size === 0 ? [] : (await Promise.all([...running].map((name) => mcp.listPrompts(signal, name)))).flat();
    },
    get: (server, name, args, signal) => mcp.getPrompt(server, name, args, signal),
  };
}

function branchOf(head: GitHead | undefined): string | undefined {
  return head?.branch ?? (head?.detached === undefined ? undefined : `detached at ${head.detached}`);
}
