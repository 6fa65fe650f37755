import { skipSpace } from './loose-space.js';
import { readString, type StringOptions } from './loose-string.js';

export interface LooseOptions {
  /** Words without quotation marks are text (gemma). */
  bareWords?: boolean;
}

const DEPTH = 64;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y;
const WORD = /[A-Za-z_$][\w$-]*/y;
const BARE_WORD = /[^\s,{}[\]"'`<>:]+/y;
const LITERALS: Record<string, unknown> = { true: true, True: true, false: false, False: false, null: null, None: null, undefined: null };

/** Ends a read from any depth; `readLoose` catches it. */
export class Stop {
  constructor(
    readonly state: 'cut' | 'broken',
    readonly at: number,
  ) {}
}

/** A reader of one loose value from a place of the text, by descent. */
export class LooseParser {
  /** Brackets were missing: every open container ends here. */
  closing = false;
  private readonly open: ('{' | '[')[] = [];
  private readonly strings: StringOptions;

  constructor(
    private readonly text: string,
    public at: number,
    private readonly options: LooseOptions,
    private readonly innerQuotes: boolean,
  ) {
    this.strings = { innerQuotes };
  }

  value(): unknown {
    const { text } = this;
    this.space();
    const first = text[this.at];
    if (first === undefined) throw new Stop('cut', this.at);
    if (first === '{') return this.object();
    if (first === '[') return this.array();
    const string = this.string();
    if (string !== undefined) return string;
    const number = this.match(NUMBER);
    // More digits could have followed.
    if (number !== undefined && this.at >= text.length) throw new Stop('cut', this.at);
    if (number !== undefined) return Number(number);
    const start = this.at;
    const word = this.match(WORD);
    if (word !== undefined && Object.hasOwn(LITERALS, word) && !/[\w./-]/.test(text[this.at] ?? '')) return LITERALS[word];
    if (this.at >= text.length && word !== undefined) throw new Stop('cut', this.at);
    this.at = start;
    const bare = this.options.bareWords ? this.match(BARE_WORD) : undefined;
    if (bare !== undefined) return bare;
    throw new Stop('broken', start);
  }

  private object(): Record<string, unknown> {
    this.enter('{');
    this.space();
    if (this.text[this.at] === '{') return this.doubled();
    const fields: Record<string, unknown> = {};
    this.items('}', () => {
      const key = this.key();
      if (key === undefined) return false;
      const value = this.value();
      if (key !== '__proto__') fields[key] = value;
      return true;
    });
    return fields;
  }

  /** `{{"name": …}}`, copied from a template. */
  private doubled(): Record<string, unknown> {
    const inner = this.object();
    this.open.pop();
    this.space();
    if (this.text[this.at] === '}') this.at += 1;
    return inner;
  }

  private array(): unknown[] {
    this.enter('[');
    const items: unknown[] = [];
    this.items(']', () => items.push(this.value()) > 0);
    return items;
  }

  /** All items of the container that was entered, and its end. `item` reads one; false: there is none, the container ends. */
  private items(own: '}' | ']', item: () => boolean): void {
    let needsMore = true;
    for (;;) {
      this.space();
      const character = this.text[this.at];
      if (character === undefined && needsMore) throw new Stop('cut', this.at);
      if (character === ',') {
        this.at += 1;
        needsMore = true;
        continue;
      }
      if (this.endsContainer(character, own, needsMore) || !item()) break;
      needsMore = false;
      if (this.closing) break;
      this.expectComma();
    }
    this.open.pop();
  }

  /** Whether the container ends at `character`: its own bracket, an outer one's, or something that stands after a value. */
  private endsContainer(character: string | undefined, own: '}' | ']', needsMore: boolean): boolean {
    if (character === own) {
      this.at += 1;
      return true;
    }
    if (character === '}' || character === ']') {
      if (this.open.slice(0, -1).includes(character === '}' ? '{' : '[')) return true;
      throw new Stop('broken', this.at);
    }
    if (character === undefined) {
      this.closing = true;
      return true;
    }
    const foreign = own === '}' ? character === '{' || character === '[' : false;
    const marker =
      (character === '<' && !this.text.startsWith('<|"|>', this.at) && !this.text.startsWith('<escape>', this.at)) || this.text.startsWith('```', this.at);
    if (foreign || marker || character === ';') {
      if (needsMore) throw new Stop('broken', this.at);
      this.closing = true;
      return true;
    }
    return false;
  }

  /** A key and its colon; undefined when prose begins after a container whose bracket is missing. */
  private key(): string | undefined {
    const start = this.at;
    const quoted = this.string();
    const key = quoted ?? this.match(WORD);
    if (key === undefined) throw new Stop('broken', start);
    const afterKey = this.at;
    this.space();
    if (this.at >= this.text.length) throw new Stop('cut', this.at);
    if (this.text[this.at] === ':') {
      this.at += 1;
      return key;
    }
    if (quoted === undefined && /\n[^\S\n]*$/.test(this.text.slice(Math.max(0, start - 40), start)) && !this.innerQuotes) {
      this.at = start;
      this.closing = true;
      return undefined;
    }
    throw new Stop('broken', afterKey);
  }

  /** With inner quotation marks mended, nothing else is: both together could make up a value. */
  private expectComma(): void {
    if (!this.innerQuotes) return;
    this.space();
    if (!/[,}\]]/.test(this.text[this.at] ?? '')) throw new Stop('broken', this.at);
  }

  private string(): string | undefined {
    const read = readString(this.text, this.at, this.strings);
    if (!read) return undefined;
    if (read.value === undefined) throw new Stop('cut', read.end);
    this.at = read.end;
    return read.value;
  }

  private enter(bracket: '{' | '['): void {
    if (this.open.length >= DEPTH) throw new Stop('broken', this.at);
    this.open.push(bracket);
    this.at += 1;
  }

  private space(): void {
    this.at = skipSpace(this.text, this.at);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
