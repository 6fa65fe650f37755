/** What a sed script does besides printing, as far as it can be seen: a guess on the wide side, to look for what must not run. */
export interface SedEffects {
  /** Texts that a shell gets: what `s` with the flag `e` makes, what the command `e` names. */
  runs: string[];
  /** Files that `w` and `s` with the flag `w` write. */
  writes: string[];
}

const COMMAND = /(?:^|[;{}!\s\d$/,])([ewW])[ \t]+([^\n;}]+)/g;

/** What is longer is not looked at: looking takes the square of its length. */
const LONGEST = 4_000;

export function sedEffects(script: string): SedEffects {
  const effects: SedEffects = { runs: [], writes: [] };
  if (script.length > LONGEST) return effects;
  for (const { replacement, flags, file } of substitutions(script)) {
    if (flags.includes('e')) effects.runs.push(unescapeReplacement(replacement));
    if (flags.endsWith('w') && file !== '') effects.writes.push(file);
  }
  for (const [, command, rest = ''] of script.matchAll(COMMAND)) effects[command === 'e' ? 'runs' : 'writes'].push(rest.trim());
  return effects;
}

/** The new texts of every substitution in a line of any language: what a stage of a pipe may print. */
export function substitutedTexts(text: string): string[] {
  if (text.length > LONGEST) return [];
  return substitutions(text).map(({ replacement }) => unescapeReplacement(replacement));
}

function unescapeReplacement(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/\\([^\w\s])/g, '$1');
}

interface Substitution {
  replacement: string;
  flags: string;
  /** What stands behind the flags: the file of `w`. */
  file: string;
}

/** Every `s/…/…/` of a text, with any delimiter. By hand: an expression would go back and forth for ever. */
function substitutions(text: string): Substitution[] {
  const found: Substitution[] = [];
  for (let at = text.indexOf('s'); at >= 0; at = text.indexOf('s', at + 1)) {
    const delimiter = text[at + 1] ?? ' ';
    if (/[\w\s\\]/.test(delimiter)) continue;
    const middle = unescaped(text, delimiter, at + 2);
    const end = middle < 0 ? -1 : unescaped(text, delimiter, middle + 1);
    if (end < 0) continue;
    const [, flags = '', file = ''] = /^([a-zA-Z0-9]*)[ \t]*(\S*)/.exec(text.slice(end + 1, end + 200)) ?? [];
    found.push({ replacement: text.slice(middle + 1, end), flags, file });
    at = end;
  }
  return found;
}

function unescaped(text: string, delimiter: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === delimiter) return at;
  }
  return -1;
}
