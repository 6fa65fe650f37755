import { type FoldedText, foldLineEndings, foldTypography } from './folded-text.js';
import { indentUnit } from './reindent.js';

interface SourceLine {
  /** Offsets in the folded text; `end` is before the newline. */
  start: number;
  end: number;
  trimmed: string;
}

/** The original with what several steps need of it, each made once and only when a step gets that far. */
export interface Source {
  original: string;
  endings: FoldedText;
  folded: FoldedText;
  lines: readonly SourceLine[];
  /** Numbers of lines by their trimmed text. */
  lineIndex: ReadonlyMap<string, readonly number[]>;
  unit: string;
}

export function createSource(original: string): Source {
  const once = <T>(make: () => T): (() => T) => {
    let value: { made: T } | undefined;
    return () => {
      value ??= { made: make() };
      return value.made;
    };
  };
  const endings = once(() => foldLineEndings(original));
  const folded = once(() => foldTypography(original));
  const lines = once(() => splitSource(folded().text));
  const lineIndex = once(() => indexLines(lines()));
  const unit = once(() => indentUnit(original));
  return {
    original,
    get endings() {
      return endings();
    },
    get folded() {
      return folded();
    },
    get lines() {
      return lines();
    },
    get lineIndex() {
      return lineIndex();
    },
    get unit() {
      return unit();
    },
  };
}

function splitSource(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length, trimmed: line.trim() });
    start += line.length + 1;
  }
  // Behind a final newline there is no line.
  if (lines.at(-1)?.start === lines.at(-1)?.end && lines.length > 1) lines.pop();
  return lines;
}

function indexLines(lines: readonly SourceLine[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [number, { trimmed }] of lines.entries()) {
    const known = index.get(trimmed);
    if (known) known.push(number);
    else index.set(trimmed, [number]);
  }
  return index;
}
