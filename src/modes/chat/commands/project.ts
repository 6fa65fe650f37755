import { paintDiff } from '../../terminal-approver.js';
import type { Chat } from '../chat.js';
import type { SlashCommand } from './command.js';
import { serverPromptLines } from './server-prompts.js';

export const projectCommands: readonly SlashCommand[] = [
  { name: 'undo', usage: '[all]', group: 'project', description: 'take back the last change of a file, or all of this session', run: undo },
  { name: 'diff', group: 'project', description: 'what this session changed', run: diff },
  { name: 'init', group: 'project', description: 'make .ocode in this project', run: subcommand('init') },
  { name: 'memory', group: 'project', description: 'which instructions and notes were loaded', run: memory },
  { name: 'tools', usage: '[name]', group: 'project', description: 'what the model can use', run: tools },
  { name: 'mcp', group: 'project', description: 'MCP servers: how they are, their tools and prompts', run: mcp },
];

async function undo(chat: Chat, which: string): Promise<void> {
  const { screen } = chat;
  const outcomes = await chat.ports.undo(chat.session, which === 'all' ? 'all' : 'last');
  if (outcomes.length === 0) screen.note('there is nothing to undo');
  for (const outcome of outcomes) {
    const why = outcome.reason ? `: ${screen.clean(outcome.reason)}` : '';
    screen.note(`${outcome.status === 'conflict' ? screen.theme.warning('left alone') : outcome.status} ${screen.clean(outcome.path)}${why}`);
  }
}

async function diff(chat: Chat): Promise<void> {
  const patch = await chat.ports.diff(chat.session);
  chat.screen.note(patch === '' ? 'this session changed nothing' : paintDiff(patch, chat.screen.theme));
}

async function memory(chat: Chat): Promise<void> {
  for (const line of await chat.ports.memory()) chat.screen.note(chat.screen.clean(line));
}

async function tools(chat: Chat, name: string): Promise<void> {
  await chat.ports.subcommand(name === '' ? ['tools', 'list'] : ['tools', 'show', name]);
}

async function mcp(chat: Chat): Promise<void> {
  const { screen, ports } = chat;
  const { theme, clean } = screen;
  screen.wait('starting servers');
  const rows = await chat.stoppable((signal) => ports.mcp.status(signal));
  if (rows.length === 0) return screen.note('there are no MCP servers; ocode mcp add adds one');
  for (const { name, transport, status, tools, error } of rows) {
    const what = error
      ? theme.warning(clean(error))
      : status === 'untrusted'
        ? 'run `ocode trust` to accept it'
        : `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}`;
    screen.note(`${clean(name)}  ${transport}  ${status}  ${what}`);
  }
  const prompts = await chat.stoppable((signal) => serverPromptLines(chat, signal));
  if (prompts.length > 0) screen.note(theme.heading('prompts'));
  for (const line of prompts) screen.note(line);
}

function subcommand(...args: string[]): SlashCommand['run'] {
  return async (chat) => void (await chat.ports.subcommand(args));
}
