import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { EXIT_CODES, isToolError, OCodeError } from '../../contract/error.js';
import type { Workbench } from '../compose.js';
import type { RootOptions } from '../options.js';
import { readStdin } from '../stdin.js';
import { tell } from '../tell.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode symbols src/engine/engine.ts
  git ls-files | ocode symbols --json          one object a line`;

export function addSymbolsCommand(program: Command, start: Start): void {
  program
    .command('symbols')
    .description('symbols and imports of files (named as arguments or on stdin)')
    .argument('[files...]')
    .option('--json', 'one JSON object a line; a file that cannot be read has "error"')
    .addHelpText('after', EXAMPLES)
    .action((files: string[], flags: { json?: boolean }) => start((options) => symbols(options, files, flags)));
}

const FILE_ERRORS: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'that is a folder', EACCES: 'it cannot be read' };

async function symbols(options: RootOptions, files: string[], flags: { json?: boolean }): Promise<number> {
  const names = files.length > 0 ? files : (await readStdin(true)).text.split(/\r?\n/).filter(Boolean);
  if (names.length === 0) throw new OCodeError('usage', 'no file is named', { hint: 'ocode symbols src/a.ts, or file names on stdin' });
  return withWorkbench(options, async (bench) => {
    let failed = 0;
    for (const name of names) failed += (await printFile(bench, name, flags.json ?? false)) ? 0 : 1;
    return failed > 0 ? EXIT_CODES.error_usage : 0;
  });
}

/** False when the file cannot be read or no language knows it; the others go on. */
async function printFile(bench: Workbench, name: string, json: boolean): Promise<boolean> {
  try {
    const absolute = bench.guard.resolve(resolve(bench.places.cwd, name), 'read');
    const path = relative(bench.places.root, absolute).split(sep).join('/');
    const analysis = await bench.index.analyzeText(path, await readFile(absolute, 'utf8'), AbortSignal.timeout(60_000));
    if (!analysis) throw new Error('no language of ocode knows this kind of file');
    const { language, symbols: found, imports, errors } = analysis;
    if (json) process.stdout.write(`${JSON.stringify({ path, language, symbols: found, imports, errors })}\n`);
    else
      printData(false, undefined, () => [
        `${path} (${language}${errors > 0 ? `, ${errors} syntax errors` : ''})`,
        ...found.map(
          ({ line, end_line, kind, parent, name: own, signature }) => `  ${line}-${end_line}  ${kind}  ${parent ? `${parent}.` : ''}${own}  ${signature}`,
        ),
      ]);
    return true;
  } catch (error) {
    if (!isToolError(error) && !(error instanceof Error)) throw error;
    const reason = FILE_ERRORS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
    // A script that gives a list of files gets an object for each.
    if (json) process.stdout.write(`${JSON.stringify({ path: name, language: null, symbols: [], imports: [], errors: 0, error: reason })}\n`);
    tell(`ocode: ${name}: ${reason}`);
    return false;
  }
}
