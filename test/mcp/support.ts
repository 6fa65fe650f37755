import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { Tool, ToolContext } from '../../src/contract/tool.js';
import { createMcpManager, type McpManager, type McpManagerOptions, type McpServerConfig } from '../../src/mcp/index.js';

const FAKE = fileURLToPath(new URL('../fakes/mcp-server-stdio.mjs', import.meta.url));

export interface Bench {
  manager: McpManager;
  notices: string[];
}

const cleanups: Array<() => unknown> = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function onCleanup(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ocode-mcp-'));
  onCleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Settings of a fake server in that mode. */
export function fake(mode = 'normal', log?: string): McpServerConfig {
  return { command: process.execPath, args: [FAKE, mode, ...(log ? [log] : [])] };
}

export function bench(servers: Record<string, McpServerConfig>, options: Partial<McpManagerOptions> = {}): Bench {
  const notices: string[] = [];
  const manager = createMcpManager({
    servers,
    cwd: process.cwd(),
    roots: [process.cwd()],
    environment: (extra) => ({ PATH: process.env.PATH ?? '', ...extra }),
    onNotice: (text) => notices.push(text),
    ...options,
    timeouts: { start: 8_000, call: 8_000, close: 300, ...options.timeouts },
  });
  onCleanup(() => manager.close());
  return { manager, notices };
}

export const never = new AbortController().signal;

/** Loads all tools and calls one as run-tool would. */
export async function callTool(tools: readonly Tool[], name: string, args: Record<string, unknown> = {}, context: Partial<ToolContext> = {}) {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`no tool ${name} among ${tools.map((candidate) => candidate.name).join(' ')}`);
  return tool.run(tool.input.parse(args), { signal: never, budget: 8_000, progress: () => {}, ...context } as ToolContext);
}

/** What the fake noted, as lines. */
export function readLog(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** Does the process live? One that nobody waited for does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never came: ${what}`);
}
