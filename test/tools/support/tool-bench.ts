import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '../../../src/contract/error.js';
import type { Tool, ToolContext, ToolOutput, WorkspaceFiles } from '../../../src/contract/tool.js';
import { createWorkspace } from '../../../src/security/index.js';

/** A project on disk and a tool context for it: the real guard, plain files, processes without a sandbox. */
export interface Bench {
  root: string;
  context: ToolContext;
  file(path: string, content: string): void;
  read(path: string): string;
  run(tool: Tool, args: Record<string, unknown>): Promise<ToolOutput>;
  close(): void;
}

export function createBench(files: Record<string, string> = {}, changes: Partial<ToolContext> = {}): Bench {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'bench-')));
  const file = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [path, content] of Object.entries(files)) file(path, content);
  const guard = createWorkspace({ root });
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    GIT_AUTHOR_NAME: 'T',
    GIT_AUTHOR_EMAIL: 't@example.org',
    GIT_COMMITTER_NAME: 'T',
    GIT_COMMITTER_EMAIL: 't@example.org',
  };
  const context = {
    root,
    cwd: root,
    stateDir: join(root, '.ocode'),
    sessionId: 'session-1',
    budget: 20_000,
    signal: new AbortController().signal,
    files: plainFiles(root, guard),
    guard,
    sandbox: {
      shell: async (command: string, cwd: string) => ({ file: 'bash', args: ['-c', command], env, cwd, sandboxed: false }),
      program: async (name: string, args: readonly string[], cwd: string) => ({ file: name, args: [...args], env, cwd, sandboxed: false }),
    },
    settings: { timeout: 60, allowFetch: false, ignorePatterns: [] },
    progress: () => {},
    ...changes,
  } as unknown as ToolContext;
  return {
    root,
    context,
    file,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    run: async (tool, args) => {
      const renamed = Object.fromEntries(Object.entries(args).map(([key, value]) => [tool.argAliases?.[key] ?? key, value]));
      const parsed = tool.input.safeParse(tool.coerce ? tool.coerce(renamed) : renamed);
      if (!parsed.success) throw new ToolError('invalid_args', parsed.error.message);
      tool.access?.(parsed.data, context);
      return tool.run(parsed.data, context);
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

function plainFiles(root: string, guard: ToolContext['guard']): WorkspaceFiles {
  return {
    resolve: (path, use) => guard.resolve(path, use, root),
    display: (path) => guard.display(path),
    stat: async (path) => {
      const found = await stat(path).catch(() => undefined);
      return (
        found && { kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other', size: found.size, mode: found.mode, mtimeMs: found.mtimeMs }
      );
    },
    read: async (path) => {
      try {
        return readFileSync(path);
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        throw new ToolError(missing ? 'not_found' : 'failed', `${guard.display(path)}: ${missing ? 'there is no such file' : 'it cannot be read'}`);
      }
    },
    write: async (path, content) => {
      await mkdir(dirname(path), { recursive: true });
      writeFileSync(path, content);
    },
    remove: (path) => rm(path),
    move: (from, to) => rename(from, to),
    makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
    overlay: () => new Map(),
    markSeen: () => {},
    seen: () => 'fresh',
    changes: async () => [],
    patch: async () => '',
  } as Partial<WorkspaceFiles> as WorkspaceFiles;
}
