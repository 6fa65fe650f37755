import { printedText } from './printed-text.js';

const MAX_DEPTH = 3;
const LONGEST = 8_000;
/** What a name may hold is looked at so far, for each name and in all. */
const MOST_VALUES = 12;
const LONGEST_TEXT = 4_000;

/**
 * A command with what its variables probably hold put in, also where the walk over the script does not follow values: arrays, loops
 * over them, `read`, `mapfile`, `printf -v`, `declare`. Quotes go with the variable. Undefined: nothing was put in. Only to look for
 * what must not run.
 */
export function likelyText(command: string, source: string, depth = 0, budget = { left: LONGEST_TEXT }): string | undefined {
  if (source.length > LONGEST) return undefined;
  let changed = false;
  const text = command.replace(/"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:\[[^\]]*\])?\})"?/g, (whole, plain?: string, braced?: string) => {
    if (budget.left <= 0) return whole;
    const values = likelyValues(plain ?? braced ?? '', source);
    if (values.length === 0) return whole;
    changed = true;
    const joined = values.join(' ');
    budget.left -= joined.length + 20;
    return depth < MAX_DEPTH ? (likelyText(joined, source, depth + 1, budget) ?? joined) : joined;
  });
  return changed ? text : undefined;
}

function likelyValues(name: string, source: string): string[] {
  const word = `("[^"]*"|'[^']*'|[^\\s;&|()<>]+)`;
  const fed = `(?:<<<\\s*${word}|<\\s*<\\(\\s*([^)]*)\\))`;
  const patterns = [
    `\\b(?:declare|export|local|readonly|typeset)\\s[^;\\n]*?\\b${name}=${word}`,
    `\\bprintf\\s+-v\\s+${name}\\s+${word}`,
    `\\b${name}=\\(([^)]*)\\)`,
    `(?:^|[\\s;&|({])${name}=${word}`,
    `\\b(?:read|mapfile|readarray)\\s[^;\\n|]*?\\b${name}\\s*${fed}`,
    `\\bfor\\s+${name}\\s+in\\s+([^;\\n]*)`,
  ];
  const found = patterns.flatMap((pattern) =>
    [...source.matchAll(new RegExp(pattern, 'g'))].flatMap(([, value, command]) => {
      if (command !== undefined) return printedText(command) ?? [];
      return value === undefined ? [] : [value.replace(/["']/g, '')];
    }),
  );
  return [...new Set(found)].slice(0, MOST_VALUES);
}
