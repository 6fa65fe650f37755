/** A call as it was written: nothing of it is checked yet. `args` is an object, or JSON text that holds one. */
export interface RawCall {
  name: string;
  args: unknown;
}

/** What a notation found at a place. No calls: it is not this notation, and `end` is how far it was read. */
export interface Reading {
  calls: RawCall[];
  end: number;
  /** The text ends inside a value; the call it belongs to is not among `calls`. */
  cut?: boolean;
}

export interface NotationContext {
  /** A marker or tag of a calling format stands before: the text means to call. */
  markup: boolean;
  isKnownName(name: string): boolean;
}

/** One family of notation: undefined when it does not begin at `at`. Linear in the text, never throws. */
export type Notation = (text: string, at: number, context: NotationContext) => Reading | undefined;

/** Without the prefixes of namespaces and kimi's index: `functions.read:0` is `read`. */
export function cleanName(name: string): string {
  return name
    .trim()
    .replace(/^(?:functions?|default_api)[.:]/i, '')
    .replace(/:\d+$/, '')
    .replace(/\.call$/, '');
}

/** Runs a sticky pattern at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const SPACES = /[\s\u00a0]*/y;

export function skipBlank(text: string, at: number): number {
  SPACES.lastIndex = at;
  SPACES.test(text);
  return SPACES.lastIndex;
}
