import type { Word } from './words.js';

/**
 * The options a program may get, as one string of tokens:
 * `-a` flag · `-n:` takes a value · `-f@` takes a path that is read · `-M[]` value only attached · `-#` a number (`-5`)
 * `--all` flag · `--lines=` value after `=` or as next word · `--format==` value only after `=` · `--color[=]` may have one · `--file=@` a path · `--arg::` takes two words.
 * What is not listed is not allowed, abbreviations of long names neither.
 */
export type OptionSpec = string;

type Takes = 'nothing' | 'two' | 'value' | 'attached' | 'optional' | 'path';

interface OptionTable {
  takes: Map<string, Takes>;
  numbers: boolean;
}

interface GivenOption {
  name: string;
  value?: Word;
}

export interface ParsedOptions {
  options: GivenOption[];
  operands: Word[];
  /** Paths that options name. */
  paths: Word[];
}

export interface OptionStyle {
  /** Options end at the first operand (wrappers: what follows belongs to the inner program). */
  stopAtOperand?: boolean;
}

/** What was given, or the reason why it is not known to be harmless. */
export function parseOptions(spec: OptionSpec, words: readonly Word[], style: OptionStyle = {}): ParsedOptions | string {
  const table = tableOf(spec);
  const result: ParsedOptions = { options: [], operands: [], paths: [] };
  let at = 0;
  const take = (name: string, takes: Takes, attached: string | undefined): string | undefined => {
    let value: Word | undefined = attached === undefined ? undefined : { text: attached };
    if (takes === 'nothing' && attached !== undefined) return `its option ${name} takes no value`;
    if (takes === 'two') {
      const [first, second] = [words[at + 1], words[at + 2]];
      at += 2;
      const whole = attached === undefined && first?.text !== undefined && second !== undefined && (second.text !== undefined || second.single);
      return whole ? undefined : `its option ${name} needs two words`;
    }
    if (takes === 'attached' && attached === undefined) return `its option ${name} has no value after =`;
    if ((takes === 'value' || takes === 'path') && value === undefined) {
      value = words[++at];
      if (value === undefined) return `its option ${name} has no value`;
      if (value.text === undefined && !value.single) return `the value of its option ${name} is not known`;
    }
    result.options.push(value === undefined ? { name } : { name, value });
    if (takes === 'path' && value) result.paths.push(value);
    return undefined;
  };

  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text === undefined) {
      if (!word.single || word.prefix === '' || word.prefix.startsWith('-')) return 'an argument is not known before it runs';
      result.operands.push(word);
      if (style.stopAtOperand) return finish(result, words, at + 1);
      continue;
    }
    const text = word.text;
    if (text === '--') return finish(result, words, at + 1);
    if (text === '-' || !text.startsWith('-')) {
      if (style.stopAtOperand) return finish(result, words, at);
      result.operands.push(word);
      continue;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      const takes = table.takes.get(name);
      if (!takes) return `its option ${name} is not known to be harmless`;
      const wrong = take(name, takes, equals === -1 ? undefined : text.slice(equals + 1));
      if (wrong) return wrong;
      continue;
    }
    if (table.numbers && /^-\d+$/.test(text)) {
      result.options.push({ name: '-#', value: { text: text.slice(1) } });
      continue;
    }
    for (let letter = 1; letter < text.length; letter++) {
      const name = `-${text[letter] ?? ''}`;
      const takes = table.takes.get(name);
      if (!takes) return `its option ${name} is not known to be harmless`;
      const rest = text.slice(letter + 1);
      if (takes === 'nothing') {
        result.options.push({ name });
        continue;
      }
      const wrong = take(name, takes, rest === '' ? undefined : rest);
      if (wrong) return wrong;
      break;
    }
  }
  return result;
}

function finish(result: ParsedOptions, words: readonly Word[], from: number): ParsedOptions | string {
  for (const word of words.slice(from)) {
    if (word.text === undefined && !word.single) return 'an argument is not known before it runs';
    result.operands.push(word);
  }
  return result;
}

const tables = new Map<OptionSpec, OptionTable>();

function tableOf(spec: OptionSpec): OptionTable {
  const known = tables.get(spec);
  if (known) return known;
  const takes = new Map<string, Takes>();
  let numbers = false;
  for (const token of spec.split(/\s+/).filter(Boolean)) {
    if (token === '-#') numbers = true;
    else if (token.endsWith('[=]') || token.endsWith('[]')) takes.set(token.replace(/\[=?\]$/, ''), 'optional');
    else if (token.endsWith('::')) takes.set(token.slice(0, -2), 'two');
    else if (token.endsWith('==')) takes.set(token.slice(0, -2), 'attached');
    else if (token.endsWith('@')) takes.set(token.replace(/=?@$/, ''), 'path');
    else if (/[:=]$/.test(token)) takes.set(token.slice(0, -1), 'value');
    else takes.set(token, 'nothing');
  }
  const table = { takes, numbers };
  tables.set(spec, table);
  return table;
}
