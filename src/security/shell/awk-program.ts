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
  /** The kind of the token before. */
  let before: 'start' | 'value' | 'close' | 'operator' | 'step' = 'start';
  for (let at = 0; at < program.length; ) {
    const rest = program.slice(at, at + 400);
    const character = program[at] ?? '';
    const blank = /^(?:[ \t\r]|\\\n)+/.exec(rest);
    if (blank) {
      // Not every awk ends a word at a continued line.
      if (blank[0].includes('\\') && /\w/.test(program[at - 1] ?? '') && /\w/.test(program[at + blank[0].length] ?? '')) return 'its program is not understood';
      at += blank[0].length;
      continue;
    }
    if (character === '\n') before = 'start';
    else if (character === '#') {
      const end = program.indexOf('\n', at);
      at = end === -1 ? program.length : end;
      continue;
    } else if (character === '"') {
      const end = endOfQuoted(program, at + 1, '"');
      if (end === undefined) return 'its program is not understood';
      at = end;
      before = 'value';
      continue;
    } else if (character === '/') {
      if (before === 'close' || before === 'step') return 'its program is not understood';
      if (before === 'value') before = 'operator';
      else {
        const end = endOfQuoted(program, at + 1, '/');
        if (end === undefined || /\[[^\]]*$/.test(program.slice(at + 1, end - 1))) return 'its program is not understood';
        at = end;
        before = 'value';
        continue;
      }
    } else if (/[A-Za-z_]/.test(character)) {
      const word = /^\w+/.exec(rest)?.[0] ?? character;
      if (FORBIDDEN.has(word)) return `its program uses ${word}`;
      at += word.length;
      before = AFTER_THESE_A_REGEX.has(word) ? 'operator' : 'value';
      continue;
    } else if (/[\d.]/.test(character)) {
      at += /^[\d.]+(?:[eE][-+]?\d+)?/.exec(rest)?.[0].length ?? 1;
      before = 'value';
      continue;
    } else if (rest.startsWith('||')) {
      at += 2;
      before = 'operator';
      continue;
    } else if (character === '|') return 'its program uses a pipe';
    else if (character === '@') return 'its program calls or loads something by name';
    else if (character === '>') {
      if (!rest.startsWith('>=') && braces > 0 && parentheses === 0) return 'its program may write a file';
      if (rest.startsWith('>>')) return 'its program may write a file';
      before = 'operator';
    } else if (rest.startsWith('++') || rest.startsWith('--')) {
      at += 2;
      before = 'step';
      continue;
    } else if (character === '{') {
      braces++;
      before = 'start';
    } else if (character === '}') {
      braces--;
      before = 'start';
    } else if (character === '(') {
      parentheses++;
      before = 'operator';
    } else if (character === ')') {
      parentheses--;
      before = 'close';
    } else if (character === ']') before = 'value';
    else if (character === '$') before = 'operator';
    else if (/[;,!~=<&+*%^?:[-]/.test(character)) before = 'operator';
    else return 'its program is not understood';
    at++;
  }
  return braces === 0 && parentheses === 0 ? undefined : 'its program is not understood';
}

function endOfQuoted(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '\n') return undefined;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
}
