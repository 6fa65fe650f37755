import { type LooseOptions, LooseParser, Stop } from './loose-parser.js';

/**
 * What a reader of a loose value found. `whole`: closed by the text itself. `closed`: brackets were missing, but every value
 * is closed. `cut`: the text ends inside a value. `broken`: this is no value, or none that can be mended; `end` is where that showed.
 */
export interface LooseValue {
  value: unknown;
  end: number;
  state: 'whole' | 'closed' | 'cut' | 'broken';
}

/**
 * Reads one value of JSON as weak models write it: any quotation marks, keys without them, Python literals, comments,
 * missing and trailing commas, raw line breaks, wrong brackets. Linear in the text, never throws.
 */
export function readLoose(text: string, at: number, options: LooseOptions = {}): LooseValue {
  const plain = attempt(text, at, options, false);
  if (plain.state !== 'broken') return plain;
  const tolerant = attempt(text, at, options, true);
  return tolerant.state === 'whole' ? tolerant : plain;
}

function attempt(text: string, at: number, options: LooseOptions, innerQuotes: boolean): LooseValue {
  const parser = new LooseParser(text, at, options, innerQuotes);
  try {
    const value = parser.value();
    return { value, end: parser.at, state: parser.closing ? 'closed' : 'whole' };
  } catch (stop) {
    if (stop instanceof Stop) return { value: undefined, end: stop.at, state: stop.state };
    throw stop;
  }
}
