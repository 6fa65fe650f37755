import fc from 'fast-check';
import { expect, test } from 'vitest';
import { command, placeOfFile, verdict } from '../workbench.js';

const { judge } = placeOfFile();

const DENIED: string[][] = [
  ['rm', '-rf', '/'],
  ['cat', '.env'],
  ['cat', '../outside/secret.txt'],
  ['touch', 'x'],
  ['sort', '-o', 'x', 'README.md'],
  ['find', '.', '-delete'],
];
const ALLOWED = ['ls', 'git status', 'cat README.md', 'echo "a; b"', "grep -n 'x|y' README.md", 'cd src', 'true', '[ -f x ]', 'head -3 README.md | wc -l'];

/** The same word in another spelling: quotes around pieces, backslashes, empty quotes, ANSI-C quotes. */
const spelled = (word: string): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom('plain', 'single', 'double', 'escape', 'ansi', 'hex', 'empty'), { minLength: word.length, maxLength: word.length }).map((ways) =>
    [...word]
      .map((character, at) => {
        switch (ways[at]) {
          case 'single':
            return `'${character}'`;
          case 'double':
            return `"${character}"`;
          case 'escape':
            return `\\${character}`;
          case 'ansi':
            return `$'${character}'`;
          case 'hex':
            return `$'\\x${character.charCodeAt(0).toString(16)}'`;
          case 'empty':
            return `''${character}`;
          default:
            return character;
        }
      })
      .join(''),
  );
const blank = fc.constantFrom(' ', '  ', '\t', ' \\\n ');
const denied = fc
  .constantFrom(...DENIED)
  .chain((words) => fc.tuple(fc.tuple(...words.map(spelled)), blank).map(([spellings, between]) => spellings.join(between)));
const joined = fc.constantFrom('; ', ' && ', ' || ', ' | ', '\n', ' & ');

test('no spelling of a denied command is allowed', async () => {
  await fc.assert(
    fc.asyncProperty(denied, async (text) => {
      expect(await verdict(judge, text)).not.toBe('allow');
    }),
    { numRuns: 150 },
  );
});

test('an allowed and a denied command together are never allowed', async () => {
  const wrapped = denied.chain((text) =>
    fc.constantFrom(text, `(${text})`, `{ ${text}; }`, `echo "$(${text})"`, `! ${text}`, `if true; then ${text}; fi`, `timeout 5 ${text}`, `cat <(${text})`),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ALLOWED), joined, wrapped, fc.boolean(), async (first, between, second, swap) => {
      expect(await verdict(judge, swap ? `${second}${between}${first}` : `${first}${between}${second}`)).not.toBe('allow');
    }),
    { numRuns: 150 },
  );
});

test('judging never throws, whatever the text', async () => {
  const pieces = fc.constantFrom(
    'ls',
    ' ',
    "'",
    '"',
    '`',
    '$(',
    ')',
    '${',
    '}',
    '\\',
    '\n',
    '<<EOF',
    'EOF',
    '|',
    '&&',
    ';',
    '<(',
    '((',
    '[[',
    ']]',
    '{',
    '>',
    'a',
    '*',
    '$x',
    '~',
    '!',
    '#',
    '\0',
    '\u202e',
    'if',
    'then',
    'fi',
    'for',
    'in',
    'do',
    'done',
    'case',
    'esac',
    'f()',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (line) => {
      const decision = await judge.decide(command(line));
      expect(['allow', 'ask', 'deny']).toContain(decision.verdict);
      expect(decision.reason).not.toMatch(/could not be judged/);
    }),
    { numRuns: 200 },
  );
});

test('ten kilobytes are judged, whatever they are made of', async () => {
  for (const text of [
    'ls '.repeat(3333),
    'echo "'.concat('x '.repeat(5000), '"'),
    '$('.repeat(5000),
    '{'.repeat(10_000),
    'cat '.concat('a/'.repeat(5000)),
    '`'.repeat(10_001),
  ]) {
    expect(['allow', 'ask', 'deny']).toContain(await verdict(judge, text));
  }
});
