/** Words that let an awk program run, read or load something, or that show the environment. */
const FORBIDDEN = new Set([
  'system',
  'getline',
  'close',
  'fflush',
  'ARGV',
  'ARGC',
  'ENVIRON',
  'PROCINFO',
  'FUNCTAB',
  'SYMTAB',
  'include',
  'load',
  'namespace',
  'extension',
  'dcgettext',
  'bindtextdomain',
]);
const AFTER_THESE_A_REGEX = new Set(['print', 'printf', 'return', 'in', 'case', 'else', 'do']);

/**
 * Why an awk program must not pass: output into files or commands, input from commands, other files, or anything whose
 * reading is doubtful (is this `/` a division?).
 */
export function awkReason(program: string | undefined): string | undefined {
  if (program === undefined) return 'its program is not known';
  let braces = 0;
  let parentheses = 0;
  let before: Kind = 'start';
  for (let at = 0; at < program.length; ) {
    const token = tokenAt(program, at, before);
    if (typeof token === 'string') return token;
    // Outside of an action, and between parentheses, it compares.
    if (token.mayWrite && braces > 0 && parentheses === 0) return WRITES;
    const character = program[at];
    if (character === '{') braces++;
    else if (character === '}') braces--;
    else if (character === '(') parentheses++;
    else if (character === ')') parentheses--;
    before = token.kind ?? before;
    at = token.end;
  }
  return braces === 0 && parentheses === 0 ? undefined : UNCLEAR;
}

const UNCLEAR = 'its program is not understood';
const WRITES = 'its program may write a file';

/** What the token before says of a `/`: does a division or an expression begin? */
type Kind = 'start' | 'value' | 'close' | 'operator' | 'step';

interface Token {
  end: number;
  /** Absent: blanks and comments, which change nothing. */
  kind?: Kind;
  /** A `>` that is no `>=`. */
  mayWrite?: boolean;
}

/** The token at this place, or why the program must not pass. */
function tokenAt(program: string, at: number, before: Kind): Token | string {
  const rest = program.slice(at, at + 400);
  const character = program[at] ?? '';
  const blank = /^(?:[ \t\r]|\\\n)+/.exec(rest)?.[0];
  if (blank) return blankToken(program, at, blank);
  if (character === '#') return { end: endOfLine(program, at) };
  if (character === '"') return quotedToken(program, at);
  if (character === '/') return slashToken(program, at, before);
  const word = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (word) return FORBIDDEN.has(word) ? `its program uses ${word}` : { end: at + word.length, kind: AFTER_THESE_A_REGEX.has(word) ? 'operator' : 'value' };
  const number = /^[\d.]+(?:[eE][-+]?\d+)?/.exec(rest)?.[0];
  if (number) return { end: at + number.length, kind: 'value' };
  if (rest.startsWith('||')) return { end: at + 2, kind: 'operator' };
  if (character === '|') return 'its program uses a pipe';
  if (character === '@') return 'its program calls or loads something by name';
  if (rest.startsWith('>>')) return WRITES;
  if (character === '>') return { end: at + 1, kind: 'operator', mayWrite: !rest.startsWith('>=') };
  if (rest.startsWith('++') || rest.startsWith('--')) return { end: at + 2, kind: 'step' };
  const kind = SIGNS[character];
  return kind ? { end: at + 1, kind } : UNCLEAR;
}

const SIGNS: Readonly<Record<string, Kind>> = {
  '\n': 'start',
  '{': 'start',
  '}': 'start',
  '(': 'operator',
  ')': 'close',
  ']': 'value',
  ...Object.fromEntries([...'$;,!~=<&+*%^?:[-'].map((sign) => [sign, 'operator' as const])),
};

/** Not every awk ends a word at a continued line. */
function blankToken(program: string, at: number, blank: string): Token | string {
  const end = at + blank.length;
  return blank.includes('\\') && /\w/.test(program[at - 1] ?? '') && /\w/.test(program[end] ?? '') ? UNCLEAR : { end };
}

function quotedToken(program: string, at: number): Token | string {
  const end = endOfQuoted(program, at + 1, '"');
  return end === undefined ? UNCLEAR : { end, kind: 'value' };
}

/** A division behind a value, else an expression; behind `)` and `++` nobody knows. */
function slashToken(program: string, at: number, before: Kind): Token | string {
  if (before === 'close' || before === 'step') return UNCLEAR;
  if (before === 'value') return { end: at + 1, kind: 'operator' };
  const end = endOfQuoted(program, at + 1, '/');
  return end === undefined || /\[[^\]]*$/.test(program.slice(at + 1, end - 1)) ? UNCLEAR : { end, kind: 'value' };
}

function endOfLine(program: string, at: number): number {
  const end = program.indexOf('\n', at);
  return end === -1 ? program.length : end;
}

function endOfQuoted(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '\n') return undefined;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
}
