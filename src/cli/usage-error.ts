import type { Command, CommanderError } from 'commander';
import { OCodeError } from '../contract/error.js';
import { distance, nearest } from '../lib/nearest.js';

/** What the parser found wrong, as one line with the nearest name. `command` is where it was found. */
export function usageError(error: CommanderError, command: Command): OCodeError {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\s*\(Did you mean (.+)\?\)$/, '; did you mean $1?')
    .trim();
  const name = fullName(command);
  const commands = command.commands.map((child) => child.name()).filter((child) => child !== 'help');
  const help = `${name} --help says more`;
  if (error.code === 'commander.help') return new OCodeError('usage', `${name} needs one of: ${commands.join(', ')}`, { hint: help });
  if (message.includes('did you mean')) return new OCodeError('usage', message);
  // `--modle=x` is the flag --modle.
  const word = (/'([^']*)'/.exec(error.message)?.[1] ?? '').replace(/^(--[^=]*)=.*$/s, '$1');
  if (error.code === 'commander.unknownOption') return withNear(message, nearestFlag(word, command), help);
  if (error.code === 'commander.unknownCommand') return withNear(message, nearest(word, commands), `${name} has ${commands.join(', ')}`);
  return new OCodeError('usage', message, { hint: command.parent ? help : undefined });
}

function withNear(message: string, near: string | undefined, hint: string): OCodeError {
  return near ? new OCodeError('usage', `${message}; did you mean ${near}?`) : new OCodeError('usage', message, { hint });
}

/** The flag with the fewest edits, else one that begins nearly like what was written (`--outptu` for `--output-format`). */
function nearestFlag(word: string, command: Command): string | undefined {
  if (!word.startsWith('--')) return undefined;
  const flags = lineage(command).flatMap((each) => each.options.flatMap((option) => (option.long && !option.hidden ? [option.long] : [])));
  return nearest(word, flags) ?? (word.length > 5 ? flags.find((flag) => distance(word, flag.slice(0, word.length), 2) <= 2) : undefined);
}

function fullName(command: Command): string {
  return lineage(command)
    .map((each) => each.name())
    .reverse()
    .join(' ');
}

/** The command and those above it. */
function lineage(command: Command): Command[] {
  return [command, ...(command.parent ? lineage(command.parent) : [])];
}
