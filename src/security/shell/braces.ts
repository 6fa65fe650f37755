import type { Unit } from './unit.js';

const MAX_WORDS = 200;

/** Brace expansion of one word. Undefined for braces that are not plainly well formed, or too many words. */
export function expandBraces(units: readonly Unit[]): Unit[][] | undefined {
  const open = units.findIndex((unit, at) => is(unit, '{') && !isLiteralGroup(units, at));
  if (open === -1) return units.some((unit, at) => is(unit, '}') && !closesLiteralGroup(units, at)) ? undefined : [[...units]];
  const group = readGroup(units, open);
  if (!group) return undefined;
  const before = units.slice(0, open);
  const tails = expandBraces(units.slice(group.end + 1));
  if (!tails || before.some((unit, at) => is(unit, '}') && !closesLiteralGroup(before, at))) return undefined;
  const words: Unit[][] = [];
  for (const choice of group.choices) {
    const middles = expandBraces(choice);
    if (!middles) return undefined;
    for (const middle of middles) for (const tail of tails) words.push([...before, ...middle, ...tail]);
    if (words.length > MAX_WORDS) return undefined;
  }
  return words;
}

function readGroup(units: readonly Unit[], open: number): { choices: Unit[][]; end: number } | undefined {
  const choices: Unit[][] = [[]];
  let depth = 0;
  for (let at = open + 1; at < units.length; at++) {
    const unit = units[at];
    if (unit === undefined) break;
    if (is(unit, '}') && depth === 0) {
      if (choices.length > 1) return { choices, end: at };
      const range = readRange(choices[0] ?? []);
      return range && { choices: range, end: at };
    }
    if (is(unit, ',') && depth === 0) {
      choices.push([]);
      continue;
    }
    if (is(unit, '{')) depth++;
    if (is(unit, '}')) depth--;
    choices.at(-1)?.push(unit);
  }
  return undefined;
}

/** `1..5` and `a..e`. */
function readRange(units: readonly Unit[]): Unit[][] | undefined {
  const text = units.map((unit) => ('hole' in unit || unit.quoted ? '\0' : unit.character)).join('');
  const numbers = /^(-?(?:0|[1-9]\d{0,5}))\.\.(-?(?:0|[1-9]\d{0,5}))$/.exec(text);
  const letters = /^([a-z])\.\.([a-z])$|^([A-Z])\.\.([A-Z])$/.exec(text);
  const [from, to] = numbers
    ? [Number(numbers[1]), Number(numbers[2])]
    : letters
      ? [(letters[1] ?? letters[3] ?? '').charCodeAt(0), (letters[2] ?? letters[4] ?? '').charCodeAt(0)]
      : [0, Number.NaN];
  if (Number.isNaN(to) || Math.abs(to - from) >= MAX_WORDS) return undefined;
  const words: Unit[][] = [];
  for (let value = from; to >= from ? value <= to : value >= to; value += to >= from ? 1 : -1) {
    const word = numbers ? String(value) : String.fromCharCode(value);
    words.push([...word].map((character) => ({ character, quoted: true })));
  }
  return words;
}

/** `{}` of find, `HEAD@{1}`: a group without comma and range stays as it is. */
function isLiteralGroup(units: readonly Unit[], open: number): boolean {
  for (let at = open + 1; at < units.length; at++) {
    const unit = units[at];
    if (unit === undefined || is(unit, '{') || is(unit, ',')) return false;
    if (is(unit, '.') && is(units[at + 1], '.')) return false;
    if (is(unit, '}')) return true;
  }
  return false;
}

function closesLiteralGroup(units: readonly Unit[], close: number): boolean {
  for (let at = close - 1; at >= 0; at--) if (is(units[at], '{')) return isLiteralGroup(units, at);
  return false;
}

function is(unit: Unit | undefined, character: string): boolean {
  return unit !== undefined && !('hole' in unit) && !unit.quoted && unit.character === character;
}
