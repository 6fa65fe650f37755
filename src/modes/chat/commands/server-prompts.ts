import { nearest } from '../../../lib/nearest.js';
import type { Chat } from '../chat.js';
import type { ServerPrompt } from '../ports.js';
import { promptArguments } from './prompt-arguments.js';

/** `/server:prompt args`: puts a server's prompt as the question. False: there is no such server. */
export async function runServerPrompt(chat: Chat, name: string, args: string, line: string): Promise<boolean> {
  const [, server = '', prompt = ''] = /^([^:]+):(.*)$/.exec(name) ?? [];
  const { prompts } = chat.ports;
  if (server === '' || !prompts.knows(server)) return false;
  const known = await chat.stoppable((signal) => prompts.list(signal, server));
  const found = known.find((each) => each.name === prompt);
  if (!found) {
    const near = nearest(
      prompt,
      known.map((each) => each.name),
    );
    const names = known.map((each) => each.name).join(', ');
    chat.showError({
      message: `the server ${server} has no prompt ${prompt || '(name one)'}${near ? `; did you mean /${server}:${near}?` : ''}`,
      hint: names || 'it has none',
    });
    return true;
  }
  const given = promptArguments(found, args);
  if ('missing' in given) {
    chat.showError({ message: `/${name} needs ${given.missing.join(', ')}`, hint: usage(found) });
    return true;
  }
  const text = await chat.stoppable((signal) => prompts.get(server, prompt, given.values, signal));
  await chat.ask({ asked: line, text });
  return true;
}

/** Prompts of the servers that run, as lines of /help. */
export async function serverPromptLines(chat: Chat, signal: AbortSignal): Promise<string[]> {
  const { clean, theme } = chat.screen;
  return (await chat.ports.prompts.list(signal)).map((prompt) => `  ${clean(usage(prompt))}  ${theme.dim(clean(prompt.description))}`);
}

function usage(prompt: ServerPrompt): string {
  return [`/${prompt.server}:${prompt.name}`, ...prompt.arguments.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`))].join(' ');
}
