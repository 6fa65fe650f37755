/** What a sed script does besides printing, as far as it can be seen: a guess on the wide side, to look for what must not run. */
export interface SedEffects {
  /** Texts that a shell gets: what `s` with the flag `e` makes, what the command `e` names. */
  runs: string[];
  /** Files that `w` and `s` with the flag `w` write. */
  writes: string[];
}

const SUBSTITUTION = /s([^\w\s\\])((?:\\[\s\S]|(?!\1)[^\\])*)\1((?:\\[\s\S]|(?!\1)[^\\])*)\1([a-zA-Z0-9]*)[ \t]*(\S*)/g;
const COMMAND = /(?:^|[;{}!\s\d$/,])([ewW])[ \t]+([^\n;}]+)/g;

export function sedEffects(script: string): SedEffects {
  const effects: SedEffects = { runs: [], writes: [] };
  for (const [, , , replacement = '', flags = '', file = ''] of script.matchAll(SUBSTITUTION)) {
    if (flags.includes('e')) effects.runs.push(unescapeReplacement(replacement));
    if (flags.endsWith('w') && file !== '') effects.writes.push(file);
  }
  for (const [, command, rest = ''] of script.matchAll(COMMAND)) effects[command === 'e' ? 'runs' : 'writes'].push(rest.trim());
  return effects;
}

/** The new texts of every substitution in a line of any language: what a stage of a pipe may print. */
export function substitutedTexts(text: string): string[] {
  return [...text.matchAll(SUBSTITUTION)].map(([, , , replacement = '']) => unescapeReplacement(replacement));
}

function unescapeReplacement(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/\\([^\w\s])/g, '$1');
}
