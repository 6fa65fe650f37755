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

/** The interactive mode, from the first prompt to the last. Returns the exit code. */
export async function runChatMode({ theme, env, ports: connect }: ChatOptions): Promise<number> {
  const { stdin, stdout, stderr } = process;
  // What is for people goes to stderr; when that is a file, a person could not see the prompt.
  const err = stderr.isTTY ? stderr : stdout;
  const redraw = err.isTTY === true && env.TERM !== 'dumb';
  const screen = new Screen({ out: stdout, err, theme, redraw });
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
    history: ports.history.load(),
    complete: createCompleter(() => [...slashCommands.map((command) => command.name), ...customNames], ports.paths),
    redraw,
    onInterrupt: () => chat.current?.interrupt(),
  });
  for (const stream of [stdout, stderr]) stream.on('error', () => chat.current?.interrupt());
  chat.current = new Chat(ports, screen, keyboard);
  const onSignal = (): void => {
    chat.current?.leave();
    chat.current?.interrupt();
    keyboard.close();
  };
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, onSignal);
  keyboard.start();
  // After the prompt is there: reading the folders must not delay it.
  setImmediate(async () => {
    customNames = (await ports.custom.list()).map((command) => command.name);
  });
  try {
    return await chat.current.run();
  } finally {
    keyboard.close();
    for (const name of ['SIGTERM', 'SIGHUP'] as const) process.off(name, onSignal);
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
