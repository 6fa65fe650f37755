import { nearest } from '../../../lib/nearest.js';
import type { Chat } from '../chat.js';
import type { Group, SlashCommand } from './command.js';
import { conversationCommands } from './conversation.js';
import { projectCommands } from './project.js';
import { runServerPrompt, serverPromptLines } from './server-prompts.js';
import { sessionCommands } from './sessions.js';
import { settingCommands } from './settings.js';

const help: SlashCommand = { name: 'help', group: 'conversation', description: 'this list', run: showHelp };

export const slashCommands: readonly SlashCommand[] = [help, ...conversationCommands, ...sessionCommands, ...projectCommands, ...settingCommands];

/** Does what a line that starts with `/` says: a command of ours, one of a markdown file, or a hint at the nearest. */
export async function runSlash(chat: Chat, line: string): Promise<void> {
  const [, name = '', args = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const command = slashCommands.find((each) => each.name === name || (name === 'quit' && each.name === 'exit'));
  if (command) return command.run(chat, args.trim());
  const custom = await chat.ports.custom.expand(name, args.trim());
  if (custom) {
    const { text, ...once } = custom;
    return chat.ask({ asked: line, text: await chat.attached(text) }, once);
  }
  if (await runServerPrompt(chat, name, args.trim(), line)) return;
  const broken = chat.ports.custom.problems().find((problem) => problem.name === name);
  if (broken) return chat.showError({ message: `/${name} is left out: ${broken.file}: ${broken.why}` });
  const names = [...slashCommands.map((each) => each.name), ...(await chat.ports.custom.list()).map((each) => each.name)];
  const near = nearest(name, names);
  chat.showError({ message: `there is no command /${name}${near ? `; did you mean /${near}?` : ''}`, hint: near ? undefined : '/help lists them' });
}

async function showHelp(chat: Chat): Promise<void> {
  const { screen } = chat;
  const all = await chat.ports.custom.list();
  const custom = all.filter((command) => !isOurs(command.name));
  const width = Math.max(...slashCommands.map((command) => title(command).length), ...custom.map((command) => command.name.length + 1)) + 2;
  const groups: Group[] = ['conversation', 'sessions', 'project', 'settings'];
  for (const group of groups) {
    screen.note(screen.theme.heading(group));
    for (const command of slashCommands.filter((each) => each.group === group)) screen.note(`  ${title(command).padEnd(width)}${command.description}`);
  }
  if (custom.length > 0) screen.note(screen.theme.heading('your commands'));
  for (const command of custom) screen.note(`  ${`/${command.name}`.padEnd(width)}${screen.clean(command.description)}`);
  const prompts = await chat.stoppable((signal) => serverPromptLines(chat, signal));
  if (prompts.length > 0) screen.note(screen.theme.heading('prompts of servers'));
  for (const prompt of prompts) screen.note(prompt);
  for (const { name } of all.filter((command) => isOurs(command.name)))
    screen.note(screen.theme.warning(`left out: ${name}.md, because /${name} is a command of ocode`));
  for (const problem of chat.ports.custom.problems()) screen.note(screen.theme.warning(`left out: ${screen.clean(`${problem.file}: ${problem.why}`)}`));
  screen.note(screen.theme.dim('A \\ at the end of a line goes on below · @path names a file · Tab completes · Ctrl+R searches · Ctrl+C stops'));
}

function isOurs(name: string): boolean {
  return slashCommands.some((command) => command.name === name);
}

function title(command: SlashCommand): string {
  return `/${command.name}${command.usage ? ` ${command.usage}` : ''}`;
}
