import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { CodeIndex } from '../../src/contract/context.js';
import { ToolError } from '../../src/contract/error.js';
import type { CommandSandbox, PathGuard } from '../../src/contract/security.js';
import type { ToolContext, ToolOutput } from '../../src/contract/tool.js';
import type { UndoRecorder } from '../../src/contract/undo.js';
import { builtinTools } from '../../src/tools/builtin.js';
import { createRegistry } from '../../src/tools/registry.js';
import { createWorkspaceFiles } from '../../src/tools/workspace-files.js';

export interface TestContextOptions extends Partial<Omit<ToolContext, 'files' | 'guard'>> {
  dryRun?: boolean;
  journal?: UndoRecorder;
  seen?: Record<string, string>;
  index?: CodeIndex;
  guard?: PathGuard;
}

/** A real ToolContext over a project on disk: real files, real processes, a plain guard that keeps paths inside the root. */
export function toolContext(root: string, options: TestContextOptions = {}): ToolContext {
  const { dryRun, journal, seen, guard = plainGuard(root), ...rest } = options;
  return {
    root,
    cwd: root,
    stateDir: join(root, '.ocode'),
    sessionId: 'test-session',
    budget: 20_000,
    signal: new AbortController().signal,
    guard,
    files: createWorkspaceFiles({ guard, sessionId: 'test-session', dryRun, journal, seen, cwd: options.cwd }),
    sandbox: plainSandbox,
    index: emptyIndex,
    catalog: createRegistry({ tools: builtinTools }).catalog,
    settings: { timeout: 20, allowFetch: false, ignorePatterns: [] },
    progress: () => {},
    ...rest,
  };
}

/** Runs a tool as the engine does, without its judge: arguments are parsed first. Throws ToolError. */
export async function runTool(name: string, args: Record<string, unknown>, context: ToolContext): Promise<ToolOutput> {
  const registry = createRegistry({ tools: builtinTools });
  const tool = registry.find(name);
  if (!tool) throw new ToolError('unknown_tool', name);
  const parsed = registry.parseArgs(tool, args);
  if (!parsed.ok) throw new ToolError('invalid_args', parsed.message);
  return tool.run(parsed.args, context);
}

/** The code a call fails with, or `ok`. */
export async function codeOf(name: string, args: Record<string, unknown>, context: ToolContext): Promise<string> {
  try {
    await runTool(name, args, context);
    return 'ok';
  } catch (error) {
    return (error as ToolError).code;
  }
}

/** Inside the root everything is allowed but `.env`; the real guard is tested in test/security. */
export function plainGuard(root: string): PathGuard {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : join(dirname(path) === path ? path : real(dirname(path)), basename(path)));
  const isProtected = (path: string): boolean => basename(path) === '.env';
  return {
    root,
    roots: [root],
    resolve: (path, _use, cwd = root) => {
      const found = real(resolve(cwd, path));
      if (found !== root && !found.startsWith(`${root}/`)) throw new ToolError('outside_workspace', `${path} is outside`);
      if (isProtected(found)) throw new ToolError('denied', `${path} is protected`);
      return found;
    },
    readable: (path) => !isProtected(path),
    display: (path) => (path === root ? '.' : path.startsWith(`${root}/`) ? relative(root, path) : path),
  };
}

const plainSandbox: CommandSandbox = {
  shell: async (command, cwd) => ({ file: 'bash', args: ['-c', command], env: { PATH: process.env.PATH ?? '' }, cwd, sandboxed: false }),
  program: async (file, args, cwd) => ({ file, args: [...args], env: { PATH: process.env.PATH ?? '' }, cwd, sandboxed: false }),
};

const emptyIndex: CodeIndex = {
  findSymbol: async () => ({ hits: [], nearest: [] }),
  findReferences: async () => [],
  symbols: async () => [],
  analyzeText: async () => undefined,
  graph: async () => [],
  complexity: async () => [],
  files: async () => [],
  cycles: async () => [],
  hubs: async () => [],
  entryPoints: async () => [],
  impact: async () => [],
};
