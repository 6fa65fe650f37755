import { ALLOWED, asks, type CommandPlace, type Finding, stricter } from './finding.js';
import { checkPath } from './path-check.js';
import type { Word } from './words.js';

/** Commands of the shell itself that change nothing that matters later. */
const BUILTINS: Readonly<Record<string, (args: readonly Word[], place: CommandPlace) => Finding>> = {
  ':': () => ALLOWED,
  true: () => ALLOWED,
  false: () => ALLOWED,
  echo: () => ALLOWED,
  printf: judgePrintf,
  test: judgeTest,
  '[': (args, place) => judgeTest(args.at(-1)?.text === ']' ? args.slice(0, -1) : args, place),
  exit: numbersOnly,
  return: numbersOnly,
  break: numbersOnly,
  continue: numbersOnly,
  wait: (args) => (args.length === 0 ? ALLOWED : asks('wait for something that is not known')),
  type: (args) =>
    args.every((word) => word.text !== undefined && (!word.text.startsWith('-') || /^-[aptP]+$/.test(word.text))) ? ALLOWED : asks('its options are not known'),
  set: (args) =>
    args.length > 0 && args.every((word) => /^(?:-[euo]*|pipefail|errexit|nounset)$/.test(word.text ?? ' ')) && args[0]?.text !== '-' && args[0]?.text !== '--'
      ? ALLOWED
      : asks('it changes how the shell works'),
  read: (args) =>
    args.every((word) => /^(?:-r|[a-z_][a-z0-9_]*)$/.test(word.text ?? ' ')) && !args.some((word) => /_proxy$/.test(word.text ?? ''))
      ? ALLOWED
      : asks('what it reads and sets is not known'),
};

export function judgeBuiltin(name: string, args: readonly Word[], place: CommandPlace): Finding | undefined {
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (builtin) return builtin(args, place);
  // `command -v x` only looks; other uses of command are a wrapper.
  if (name === 'command' && /^-[vV]$/.test(args[0]?.text ?? '') && args.every((word) => word.text !== undefined)) return ALLOWED;
  return undefined;
}

/** Variables `read` sets, for the walk: their value is not known afterwards. */
export function namesRead(args: readonly string[]): readonly string[] {
  return args.filter((word) => !word.startsWith('-'));
}

function numbersOnly(args: readonly Word[]): Finding {
  return args.every((word) => /^\d*$/.test(word.text ?? ' ')) ? ALLOWED : asks('its argument is not known');
}

/** `-v name[$(x)]` runs what is in the index, and so does `%n`. */
function judgePrintf(args: readonly Word[]): Finding {
  const format = args[0]?.text === '--' ? args[1]?.text : args[0]?.text;
  if (format === undefined) return asks('the format of printf is not known');
  if (format.startsWith('-')) return asks('printf with an option sets a variable');
  return /%[^a-zA-Z%\\]*(?:n|\()/.test(format.replace(/%%|%\([^)]*\)T/g, '')) ? asks('the format of printf sets a variable') : ALLOWED;
}

const FILE_TESTS = /^-[abcdefghkprstuwxGLNOS]$/;
const NUMBER_TESTS = /^-(?:eq|ne|lt|le|gt|ge)$/;

/** Conditions: what exists may be asked inside the workspace; `-v` and `-R` evaluate an index. */
export function judgeTest(args: readonly Word[], place: CommandPlace, arithmetic = false): Finding {
  let finding: Finding = ALLOWED;
  for (const [at, word] of args.entries()) {
    const text = word.text;
    if (text === undefined) {
      // Unquoted it could become an operator.
      if (!word.single && !arithmetic) finding = stricter(finding, asks('a word of the condition is not known'));
      continue;
    }
    const next = args[at + 1];
    if (text === '-v' || text === '-R' || text === '-o') {
      if (text === '-o' && at > 0) continue;
      if (next !== undefined && !/^[A-Za-z_]\w*$/.test(next.text ?? ' ')) finding = stricter(finding, asks(`the condition evaluates what follows ${text}`));
    } else if (FILE_TESTS.test(text) && next !== undefined) {
      if (next.text === undefined) finding = stricter(finding, asks('a file of the condition is not known'));
      else finding = stricter(finding, checkPath(next.text, 'list', place) ?? ALLOWED);
    } else if (text === '-nt' || text === '-ot' || text === '-ef') {
      for (const file of [args[at - 1], next])
        finding = stricter(finding, file?.text === undefined ? asks('a file of the condition is not known') : (checkPath(file.text, 'list', place) ?? ALLOWED));
    } else if (arithmetic && NUMBER_TESTS.test(text)) {
      for (const operand of [args[at - 1], next])
        if (!/^-?\d+$/.test(operand?.text ?? ' ')) finding = stricter(finding, asks('the condition evaluates a number that is not known'));
    }
  }
  return finding;
}
