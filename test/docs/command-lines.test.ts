import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addCommands } from '../../src/cli/commands/index.js';
import { createProgram } from '../../src/cli/program.js';
import { splitWords } from '../../src/lib/split-words.js';
import { REPOSITORY } from '../support/package.js';

/** Command lines that the documentation and the messages of the program tell people to type: the program must understand them. */
// CONTRIBUTING.md is followed to the letter by a test of its own.
const DOCUMENTS = ['README.md', 'AGENTS.md', ...filesBelow('docs', '.md')];
const lines = [
  ...DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(/`(ocode [^`\n]+)`|^(?:\$ )?(ocode [^\n]+)$/gm)].map((match) => ({ file, line: match[1] ?? match[2] ?? '' })),
  ),
  ...filesBelow('src', '.ts')
    .flatMap((file) => [...read(file).matchAll(/\\?`(ocode [a-z][^`\\\n]+)\\?`/g)].map((match) => ({ file, line: match[1] ?? '' })))
    .filter(({ line }) => !line.includes('${')),
];

test('there is something to look at', () => {
  expect(lines.length).toBeGreaterThan(60);
});

test.each(lines)('$file: $line', async ({ line }) => {
  const program = createProgram(() => {}, { addCommands });
  for (const command of [program, ...program.commands.flatMap((command) => [command, ...command.commands])]) command.exitOverride();
  const problem = await program.parseAsync(wordsOf(line), { from: 'user' }).then(
    () => undefined,
    (error: { code: string; message: string }) => (FINE.has(error.code) ? undefined : error.message),
  );
  expect(problem).toBeUndefined();
});

/** It shows its help, or a command is only named. */
const FINE = new Set(['commander.helpDisplayed', 'commander.help', 'commander.missingArgument']);

/** The words behind `ocode`, up to what belongs to the shell, with something in place of what a reader puts in. */
function wordsOf(line: string): string[] {
  const own = line
    .replace(/^ocode\s*/, '')
    .replace(/"[^"]*"|'[^']*'/g, (quoted) => quoted.replace(/[|<>&;#]/g, '_'))
    .replace(/<([\w-]+)>/g, '$1')
    .replace(/\$\w+/g, 'value')
    .replace(/\[[^\]]*\]/g, '')
    .split(/\s(?:[|<>]|&&|;|#|\s{2,})|[|]/)[0];
  return splitWords((own ?? '').replace(/\s{3,}.*$/, '').replace(/\\$/, ''));
}

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}
