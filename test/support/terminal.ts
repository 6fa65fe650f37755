import headless from '@xterm/headless';
import { spawn } from 'node-pty';
import { afterEach, beforeEach } from 'vitest';
import { BIN } from './run-cli.js';
import { createWorld, type World } from './world.js';

export interface Terminal {
  /** Waits until this text is printed after what was waited for before. */
  until(text: string): Promise<void>;
  type(keys: string | Buffer): void;
  all(): string;
  /** What a person sees now: the rows of the screen, empty ones at the end left out. */
  screen(): Promise<string[]>;
  resize(columns: number, rows: number): void;
  /** The terminal goes away, as when its window is closed. */
  hangUp(): void;
  readonly pid: number;
  ended: Promise<{ exitCode: number; signal?: number }>;
  kill(): void;
}

/** Printed when the editor of the line is ready for keys: the column behind `> `. */
export const PROMPT = '\x1b[3G';
const PATIENCE_MS = 60_000;

/** Gives each test of a file a world of its own, and a way to open the program in it; both end with the test. `open` waits for the prompt. */
export function inTerminal(prepare: (world: World) => void): (args?: string[], env?: Record<string, string>) => Promise<Terminal> {
  let world: World;
  let terminals: Terminal[] = [];
  beforeEach(() => {
    world = createWorld();
    prepare(world);
  });
  afterEach(async () => {
    for (const terminal of terminals) terminal.kill();
    await Promise.all(terminals.map((terminal) => terminal.ended));
    terminals = [];
    await world.end();
  });
  return async (args = [], env = {}) => {
    const terminal = openTerminal(world, args, env);
    terminals.push(terminal);
    await terminal.until(env.TERM === 'dumb' ? '> ' : PROMPT);
    return terminal;
  };
}

/** The built program in a real pseudo-terminal. */
export function openTerminal(world: World, args: string[] = [], env: Record<string, string> = {}): Terminal {
  const clean = Object.fromEntries(
    Object.entries({ PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...world.env, ...env }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  const child = spawn(process.execPath, [BIN, ...args], { cwd: world.project, cols: 100, rows: 30, env: clean });
  const seen = new headless.Terminal({ cols: 100, rows: 30, scrollback: 5000, allowProposedApi: true });
  let text = '';
  let at = 0;
  let wake = (): void => {};
  child.onData((data) => {
    text += data;
    seen.write(data);
    wake();
  });
  const ended = new Promise<{ exitCode: number; signal?: number }>((resolve) => child.onExit(resolve));
  return {
    ended,
    all: () => text,
    type: (keys) => child.write(keys),
    kill: () => child.kill(),
    pid: child.pid,
    resize: (columns, rows) => {
      seen.resize(columns, rows);
      child.resize(columns, rows);
    },
    // `destroy` closes our side of the terminal; the typings leave it out.
    hangUp: () => (child as unknown as { destroy(): void }).destroy(),
    screen: async () => {
      await new Promise<void>((resolve) => seen.write('', resolve));
      const buffer = seen.buffer.active;
      const rows = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
      return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
    },
    until: async (wanted) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (true) {
        const found = text.indexOf(wanted, at);
        if (found >= 0) {
          at = found + wanted.length;
          return;
        }
        if (Date.now() > deadline) throw new Error(`"${wanted}" did not come; there was: ${JSON.stringify(text.slice(at))}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 200);
        });
      }
    },
  };
}
