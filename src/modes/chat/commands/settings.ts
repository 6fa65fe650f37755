import { PERMISSION_MODES, type PermissionMode } from '../../../contract/security.js';
import { nearest } from '../../../lib/nearest.js';
import { isThemeName } from '../../../lib/theme.js';
import type { Chat } from '../chat.js';
import type { SlashCommand } from './command.js';

export const settingCommands: readonly SlashCommand[] = [
  { name: 'model', usage: '[name]', group: 'settings', description: 'show or change the model of this session', run: model },
  { name: 'models', group: 'settings', description: 'what the server has', run: models },
  { name: 'mode', usage: `[${PERMISSION_MODES.join('|')}]`, group: 'settings', description: 'how much runs without a question', run: mode },
  { name: 'config', usage: '[key [value]]', group: 'settings', description: 'show or change settings', run: config },
];

async function model(chat: Chat, name: string): Promise<void> {
  const { ports, screen } = chat;
  if (name === '') return screen.note(screen.clean(ports.model.current() ?? 'none yet: the first one that fits is used'));
  const installed = await chat.stoppable((signal) => ports.model.list(signal));
  const found = installed.find((each) => each === name || each === `${name}:latest`);
  if (!found) {
    const near = nearest(
      name,
      installed.map((each) => each.replace(/:latest$/, '')),
    );
    return chat.showError({ message: `the server has no model ${name}${near ? `; did you mean ${near}?` : ''}`, hint: `ollama pull ${name}` });
  }
  ports.model.use(found);
  screen.note(`the model is now ${screen.clean(found)}`);
}

async function models(chat: Chat): Promise<void> {
  const installed = await chat.stoppable((signal) => chat.ports.model.list(signal));
  if (installed.length === 0) chat.screen.note('the server has no models; pull one: ollama pull qwen2.5-coder:7b');
  const current = chat.ports.model.current();
  for (const name of installed) chat.screen.note(`${name === current || name === `${current}:latest` ? '* ' : '  '}${chat.screen.clean(name)}`);
}

function mode(chat: Chat, wanted: string): void {
  const { ports, screen } = chat;
  if (wanted === '') screen.note(`${ports.mode.current()} (there are ${PERMISSION_MODES.join(', ')})`);
  else if (isMode(wanted)) {
    ports.mode.use(wanted);
    screen.note(`the mode is now ${wanted}`);
  } else chat.showError({ message: `there is no mode ${wanted}`, hint: `there are ${PERMISSION_MODES.join(', ')}` });
}

async function config(chat: Chat, args: string): Promise<void> {
  const [key, ...value] = args.split(/\s+/).filter(Boolean);
  if (key === undefined) await chat.ports.subcommand(['config', 'list']);
  else if (value.length === 0) await chat.ports.subcommand(['config', 'get', key]);
  else {
    const code = await chat.ports.subcommand(['config', 'set', '--', key, value.join(' ')]);
    const theme = key === 'theme' && code === 0 ? value.join(' ') : undefined;
    if (isThemeName(theme)) chat.screen.useTheme(theme);
    else if (code === 0) chat.screen.note(chat.screen.theme.dim('it counts from the next start'));
  }
}

function isMode(text: string): text is PermissionMode {
  return (PERMISSION_MODES as readonly string[]).includes(text);
}
