import { splitWords } from '../../../lib/split-words.js';
import type { ServerPrompt } from '../ports.js';

/** Words in the order of the prompt's arguments, or `name=value`; the last argument takes the rest of the words. */
export function promptArguments(prompt: Pick<ServerPrompt, 'arguments'>, typed: string): { values: Record<string, string> } | { missing: string[] } {
  const values: Record<string, string> = {};
  const rest: string[] = [];
  for (const word of splitWords(typed)) {
    const [, name = '', value = ''] = /^([\w.-]+)=([\s\S]*)$/.exec(word) ?? [];
    if (prompt.arguments.some((argument) => argument.name === name)) values[name] = value;
    else rest.push(word);
  }
  const open = prompt.arguments.filter((argument) => values[argument.name] === undefined);
  for (const [index, argument] of open.entries()) {
    const value = index === open.length - 1 ? rest.splice(0).join(' ') : rest.shift();
    if (value) values[argument.name] = value;
  }
  const missing = prompt.arguments.filter((argument) => argument.required && values[argument.name] === undefined).map((argument) => argument.name);
  return missing.length > 0 ? { missing } : { values };
}
