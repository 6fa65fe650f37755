import { signalExit } from '../../contract/error.js';
import { createTheme, hasTrueColor, type Theme, type ThemeName } from '../../lib/theme.js';
import { Keyboard, type LineEnd } from './keyboard.js';
import { Screen } from './screen.js';

/** A prompt that is there before the program behind it. Everything else of the chat is built on it. */
export interface OpenChat {
  screen: Screen;
  keyboard: Keyboard;
  /** The line that is being read; absent where nothing can be drawn again (TERM=dumb): there the status line comes first. */
  first: Promise<LineEnd> | undefined;
  /** The conversation, once it is there. */
  chat?: { leave(exitCode?: number): void; interrupt(): void; complete(line: string): [string[], string] };
  /** Somebody ended the program before it was loaded. */
  left?: { exitCode: number | undefined };
  /** The terminal went away: nobody sees an exit code. */
  hungUp: boolean;
  /** Gives the terminal back; later calls do nothing. */
  close(): void;
}

/** Takes the terminal of this process and shows the prompt. What is typed before `chat` is there is kept. */
export function openChat(env: NodeJS.ProcessEnv, colors: boolean): OpenChat {
  const { stdin, stdout, stderr } = process;
  // What is for people goes to stderr; when that is a file, a person could not see the prompt.
  const err = stderr.isTTY ? stderr : stdout;
  const redraw = err.isTTY === true && env.TERM !== 'dumb';
  const theme = (name: ThemeName): Theme => createTheme(name, { colors, trueColor: hasTrueColor(env) });
  let interrupts = 0;
  const onInterrupt = (): void => {
    if (open.chat) open.chat.interrupt();
    // Twice before anything is loaded, or a terminal that went away.
    else if (keyboard.gone || ++interrupts > 1) open.left = { exitCode: undefined };
  };
  const stop = (exitCode?: number): void => {
    open.left = { exitCode };
    open.chat?.leave(exitCode);
    open.chat?.interrupt();
    keyboard.close();
  };
  const onTerminate = (): void => stop(signalExit('SIGTERM'));
  const keyboard = new Keyboard({ input: stdin, output: err, complete: (line) => open.chat?.complete(line) ?? [[], line], redraw, onInterrupt });
  const screen = new Screen({ out: stdout, err, theme, redraw, above: (write) => keyboard.above(write) });
  const open: OpenChat = {
    screen,
    keyboard,
    first: undefined,
    hungUp: false,
    close: () => {
      keyboard.close();
      process.off('SIGTERM', onTerminate);
    },
  };
  for (const stream of [stdout, stderr]) stream.on('error', onInterrupt);
  process.on('SIGTERM', onTerminate);
  // Every time: a terminal that closes may send more than one, and the session is still being saved.
  process.on('SIGHUP', () => {
    open.hungUp = true;
    stop();
  });
  keyboard.start();
  screen.note(`${screen.theme.strong('ocode')} · /help shows the commands · Ctrl+D leaves`);
  if (redraw) open.first = keyboard.readLine('> ');
  return open;
}
