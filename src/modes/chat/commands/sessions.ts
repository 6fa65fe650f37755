import type { Chat } from '../chat.js';
import type { SlashCommand } from './command.js';

const SHOWN = 20;

export const sessionCommands: readonly SlashCommand[] = [
  { name: 'sessions', group: 'sessions', description: "this project's sessions, newest first", run: list },
  { name: 'resume', usage: '[id]', group: 'sessions', description: 'go on with a session (without an id: the newest other one)', run: resume },
  { name: 'fork', group: 'sessions', description: 'go on with a copy of this session', run: fork },
  { name: 'save', usage: '[title]', group: 'sessions', description: 'save now, under a title', run: save },
  { name: 'export', usage: '[markdown|json] [file]', group: 'sessions', description: 'write this session to a file', run: exportSession },
];

function list(chat: Chat): void {
  const { sessions, damaged } = chat.ports.sessions.list();
  const { screen } = chat;
  for (const file of damaged) screen.note(screen.theme.warning(`damaged, left alone: ${screen.clean(file)}`));
  if (sessions.length === 0) screen.note('no sessions in this project yet');
  for (const each of sessions.slice(0, SHOWN)) {
    const here = each.session_id === chat.session.session_id ? ' (this one)' : '';
    screen.note(`${each.session_id.slice(0, 8)}  ${each.updated_at.slice(0, 16).replace('T', ' ')}  ${screen.clean(each.title)}${here}`);
  }
  if (sessions.length > SHOWN) screen.note(screen.theme.dim(`… ${sessions.length - SHOWN} more (ocode sessions list)`));
}

function resume(chat: Chat, id: string): void {
  const wanted = id || chat.ports.sessions.list().sessions.find((each) => each.session_id !== chat.session.session_id)?.session_id;
  if (wanted) {
    chat.use(chat.ports.sessions.load(wanted));
    chat.showWhereItWasLeft();
  } else chat.screen.note('there is no other session to resume');
}

async function fork(chat: Chat): Promise<void> {
  chat.use(chat.ports.sessions.fork(chat.session));
  await chat.ports.sessions.save(chat.session);
  chat.screen.note(`now in the copy ${chat.session.session_id.slice(0, 8)}`);
}

async function save(chat: Chat, title: string): Promise<void> {
  if (title) chat.session.title = title;
  const { warning } = await chat.ports.sessions.save(chat.session);
  chat.screen.note(warning ? chat.screen.theme.warning(warning) : `saved as ${chat.session.session_id}${title ? ` (${title})` : ''}`);
}

async function exportSession(chat: Chat, args: string): Promise<void> {
  const [first = '', ...others] = args.split(/\s+/).filter(Boolean);
  const format = first === 'json' || (first.endsWith('.json') && others.length === 0) ? 'json' : 'markdown';
  const named = first === 'json' || first === 'markdown' ? others.join(' ') : args;
  const name = named || `ocode-${chat.session.session_id.slice(0, 8)}.${format === 'json' ? 'json' : 'md'}`;
  try {
    chat.screen.note(`written to ${await chat.ports.writeFile(name, chat.ports.sessions.export(chat.session, format))}`);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    chat.showError({
      message: exists ? `${name} is there already; nothing was written` : `${name}: ${error instanceof Error ? error.message : String(error)}`,
      hint: exists ? `name another: /export ${format} <file>` : undefined,
    });
  }
}
