import { isOCodeError, isToolError } from '../../contract/error.js';
import type { Chat } from './chat.js';
import { runSlash } from './commands/index.js';
import type { LineEnd } from './keyboard.js';
import { statusLine } from './session-lines.js';

/** Reads a line, answers it or does what it commands, until the person leaves. Returns the exit code. `first`: the line that is being read already. */
export async function talk(chat: Chat, first?: Promise<LineEnd>): Promise<number> {
  const { screen, ports } = chat;
  for (const text of ports.warnings()) screen.note(screen.theme.warning(`ocode: ${screen.clean(text)}`));
  if (chat.session.turns > 0) chat.showWhereItWasLeft();
  let reading = first;
  while (!chat.wantsOut) {
    const question = await readQuestion(chat, reading);
    reading = undefined;
    if (question === undefined) break;
    if (question.text.trim() === '') continue;
    chat.keyboard.history.remember(question.typed);
    ports.history.add(question.text);
    await take(chat, question.text);
  }
  screen.endLine();
  return chat.exitCode;
}

/** A question: one line, or several when lines end with a backslash. Undefined: the person leaves. */
async function readQuestion(chat: Chat, first?: Promise<LineEnd>): Promise<{ text: string; typed: string } | undefined> {
  const { screen, ports, keyboard } = chat;
  screen.note(statusLine(ports, chat.session, chat.lastResult, screen));
  // Behind the prompt, which must not wait for folders.
  setImmediate(async () => {
    chat.customNames = (await ports.custom.list()).map((command) => command.name);
  });
  const lines: string[] = [];
  const typed: string[] = [];
  let reading = first;
  while (true) {
    const read = await (reading ?? keyboard.readLine(lines.length === 0 ? '> ' : '… '));
    reading = undefined;
    if ('end' in read) {
      if (read.end === 'closed' || chat.leaveAsked) {
        // The shell's prompt begins a line of its own.
        if (!keyboard.gone) screen.note('');
        return undefined;
      }
      chat.leaveAsked = true;
      lines.length = 0;
      typed.length = 0;
      screen.note(`\n${screen.theme.dim('Ctrl+C again or Ctrl+D leaves')}`);
      continue;
    }
    chat.leaveAsked = false;
    const more = /(?<!\\)(?:\\\\)*\\$/.test(read.typed);
    lines.push(more ? read.line.slice(0, -1) : read.line);
    typed.push(more ? read.typed.slice(0, -1) : read.typed);
    if (!more) return { text: lines.join('\n'), typed: typed.join('\n') };
  }
}

/** Does what a line says: a command, or a question. */
async function take(chat: Chat, given: string): Promise<void> {
  for (let line: string | undefined = given; line !== undefined; line = chat.again) {
    chat.again = undefined;
    try {
      // A path at the start of a question is no command.
      if (/^\/[^\s/]*(?:\s|$)/.test(line)) await runSlash(chat, line);
      else await chat.ask({ asked: line, text: await chat.attached(line) });
    } catch (error) {
      if (!isOCodeError(error) && !isToolError(error)) throw error;
      chat.showError(error);
    }
  }
}
