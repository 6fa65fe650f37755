import type { ThemeName } from '../../lib/theme.js';
import { Turns } from '../../lib/turns.js';
import { createTerminalApprover } from '../terminal-approver.js';
import { Chat } from './chat.js';
import { slashCommands } from './commands/index.js';
import { createCompleter } from './complete.js';
import { editText } from './edit-text.js';
import { createElicit } from './elicit.js';
import type { OpenChat } from './open-chat.js';
import type { ChatPorts, TerminalPorts } from './ports.js';
import { talk } from './talk.js';

export type { ChatPorts, CustomPort, OnceOnly, Question, TerminalPorts } from './ports.js';

export interface ChatOptions {
  env: NodeJS.ProcessEnv;
  /** Loads settings and services; gets what only the terminal can do. May throw OCodeError. */
  connect(terminal: TerminalPorts): Promise<{ theme: ThemeName; ports: ChatPorts }>;
}

export interface ChatEnd {
  exitCode: number;
  /** The terminal went away: nobody sees an exit code. */
  gone: boolean;
}

/** The interactive mode behind its prompt, until the person leaves. Throws OCodeError when settings or session are wrong. */
export async function runChatMode(open: OpenChat, { env, connect }: ChatOptions): Promise<ChatEnd> {
  const { screen, keyboard } = open;
  try {
    // Approvals and questions of MCP servers may come side by side; a person answers one at a time.
    const turns = new Turns();
    const { theme, ports } = await connect({
      approver: createTerminalApprover({
        theme: () => screen.theme,
        turns,
        note: (text) => screen.note(text),
        ask: (text) => screen.ask(text),
        readKey: (keys, signal) => keyboard.readKey(keys, signal),
        edit: (path, text) => keyboard.lend(() => editText(path, text, env)),
      }),
      elicit: createElicit({ screen, keyboard, turns }),
      openBrowser: (address) => screen.note(`open this address in a browser to log in:\n  ${screen.clean(address)}`),
    });
    screen.useTheme(theme);
    keyboard.history.addOlder(ports.history.load());
    const chat = new Chat(ports, screen, keyboard);
    const complete = createCompleter({
      commands: () => [...slashCommands.map((command) => command.name), ...chat.customNames],
      paths: ports.paths,
      servers: ports.mcp.offers,
    });
    open.chat = { leave: (exitCode) => chat.leave(exitCode), interrupt: () => chat.interrupt(), complete };
    const exitCode = open.left ? (open.left.exitCode ?? 0) : await talk(chat, open.first);
    return { exitCode, gone: open.hungUp || keyboard.gone };
  } finally {
    open.close();
  }
}
