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
  return new OptionReader(tableOf(spec), words, style).read();
}

/** Reads words from left to right; some take the next one or two along. */
class OptionReader {
  private readonly result: ParsedOptions = { options: [], operands: [], paths: [] };
  private at = 0;

  constructor(
    private readonly table: OptionTable,
    private readonly words: readonly Word[],
    private readonly style: OptionStyle,
  ) {}

  read(): ParsedOptions | string {
    for (; this.at < this.words.length; this.at++) {
      const word = this.words[this.at];
      const end = word && this.word(word);
      if (typeof end === 'string') return end;
      if (end) return finish(this.result, this.words, end.operandsFrom);
    }
    return this.result;
  }

  /** Where the options end when they end here, or what is wrong. */
  private word(word: Word): string | { operandsFrom: number } | undefined {
    const { text } = word;
    if (text === undefined) {
      if (!word.single || word.prefix === '' || word.prefix.startsWith('-')) return 'an argument is not known before it runs';
      this.result.operands.push(word);
      return this.style.stopAtOperand ? { operandsFrom: this.at + 1 } : undefined;
    }
    if (text === '--') return { operandsFrom: this.at + 1 };
    if (text === '-' || !text.startsWith('-')) {
      if (this.style.stopAtOperand) return { operandsFrom: this.at };
      this.result.operands.push(word);
      return undefined;
    }
    if (text.startsWith('--')) return this.longOption(text);
    if (this.table.numbers && /^-\d+$/.test(text)) {
      this.result.options.push({ name: '-#', value: { text: text.slice(1) } });
      return undefined;
    }
    return this.letters(text);
  }

  private longOption(text: string): string | undefined {
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const takes = this.table.takes.get(name);
    return takes ? this.take(name, takes, equals === -1 ? undefined : text.slice(equals + 1)) : unknownOption(name);
  }

  /** `-abc`: each a flag, up to the first that takes a value: the rest of the word is that value. */
  private letters(text: string): string | undefined {
    for (let letter = 1; letter < text.length; letter++) {
      const name = `-${text[letter] ?? ''}`;
      const takes = this.table.takes.get(name);
      if (!takes) return unknownOption(name);
      const rest = text.slice(letter + 1);
      if (takes !== 'nothing') return this.take(name, takes, rest === '' ? undefined : rest);
      this.result.options.push({ name });
    }
    return undefined;
  }

  private take(name: string, takes: Takes, attached: string | undefined): string | undefined {
    let value: Word | undefined = attached === undefined ? undefined : { text: attached };
    if (takes === 'nothing' && attached !== undefined) return `its option ${name} takes no value`;
    if (takes === 'two') {
      const [first, second] = [this.words[this.at + 1], this.words[this.at + 2]];
      this.at += 2;
      const whole = attached === undefined && first?.text !== undefined && second !== undefined && (second.text !== undefined || second.single);
      return whole ? undefined : `its option ${name} needs two words`;
    }
    if (takes === 'attached' && attached === undefined) return `its option ${name} has no value after =`;
    if ((takes === 'value' || takes === 'path') && value === undefined) {
      value = this.words[++this.at];
      if (value === undefined) return `its option ${name} has no value`;
      if (value.text === undefined && !value.single) return `the value of its option ${name} is not known`;
    }
    this.result.options.push(value === undefined ? { name } : { name, value });
    if (takes === 'path' && value) this.result.paths.push(value);
    return undefined;
  }
}

function unknownOption(name: string): string {
  return `its option ${name} is not known to be harmless`;
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
