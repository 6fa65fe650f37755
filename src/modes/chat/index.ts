import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Approver } from '../../contract/security.js';
import type { Theme } from '../../lib/theme.js';
import { createTerminalApprover } from '../terminal-approver.js';
import { Chat } from './chat.js';
import { slashCommands } from './commands/index.js';
import { createCompleter } from './complete.js';
import { Keyboard } from './keyboard.js';
import type { ChatPorts } from './ports.js';
import { Screen } from './screen.js';

export type { ChatPorts, CustomPort, OnceOnly } from './ports.js';

export interface ChatOptions {
  theme: Theme;
  env: NodeJS.ProcessEnv;
  /** Gets the approver, because only the terminal can ask. */
  ports(approver: Approver): ChatPorts;
}

export interface ChatEnd {
  exitCode: number;
  /** The terminal went away: nobody sees an exit code. */
  gone: boolean;
}

const SIGTERM_EXIT = 143;

/** The interactive mode, from the first prompt to the last. */
export async function runChatMode({ theme, env, ports: connect }: ChatOptions): Promise<ChatEnd> {
  const { stdin, stdout, stderr } = process;
  // What is for people goes to stderr; when that is a file, a person could not see the prompt.
  const err = stderr.isTTY ? stderr : stdout;
  const redraw = err.isTTY === true && env.TERM !== 'dumb';
  const screen = new Screen({ out: stdout, err, theme, redraw, above: (write) => keyboard.above(write) });
  const ports = connect(
    createTerminalApprover({
      theme,
      note: (text) => screen.note(text),
      ask: (text) => screen.ask(text),
      readKey: (keys, signal) => keyboard.readKey(keys, signal),
      edit: (path, text) => keyboard.lend(() => editText(path, text, env)),
    }),
  );
  let customNames: string[] = [];
  const chat: { current?: Chat } = {};
  const keyboard = new Keyboard({
    input: stdin,
    output: err,
    complete: createCompleter(() => [...slashCommands.map((command) => command.name), ...customNames], ports.paths),
    redraw,
    onInterrupt: () => chat.current?.interrupt(),
  });
  for (const stream of [stdout, stderr]) stream.on('error', () => chat.current?.interrupt());
  chat.current = new Chat(ports, screen, keyboard);
  keyboard.history.addOlder(ports.history.load());
  let gone = false;
  const stop = (exitCode?: number): void => {
    chat.current?.leave(exitCode);
    chat.current?.interrupt();
    keyboard.close();
  };
  const onTerminate = (): void => stop(SIGTERM_EXIT);
  const onHangUp = (): void => {
    gone = true;
    stop();
  };
  process.on('SIGTERM', onTerminate);
  // Every time: a terminal that closes may send more than one, and the session is still being saved.
  process.on('SIGHUP', onHangUp);
  keyboard.start();
  // After the prompt is there: reading the folders must not delay it.
  setImmediate(async () => {
    customNames = (await ports.custom.list()).map((command) => command.name);
  });
  try {
    const exitCode = await chat.current.run();
    return { exitCode, gone: gone || keyboard.gone };
  } finally {
    keyboard.close();
    process.off('SIGTERM', onTerminate);
  }
}

/** $VISUAL or $EDITOR on a copy; undefined when there is none, or it failed. */
async function editText(path: string, text: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const editor = env.VISUAL || env.EDITOR;
  if (!editor) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'ocode-edit-'));
  try {
    const file = join(folder, basename(path) || 'text');
    await writeFile(file, text, { mode: 0o600 });
    const [program = editor, ...args] = editor.split(/\s+/);
    const code = await new Promise<number | null>((resolve) => {
      spawn(program, [...args, file], { stdio: 'inherit' })
        .on('error', () => resolve(null))
        .on('close', resolve);
    });
    return code === 0 ? await readFile(file, 'utf8') : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
