import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import { OWN_IGNORE_FILE } from '../../lib/ignore-scopes.js';
import { bringsBack, ownRules } from './own-ignores.js';

/** More output than this is not read: the search is stopped and said to be cut. */
const MAX_OUTPUT = 32 * 1024 * 1024;

let found: Promise<string | undefined> | undefined;

/** The ripgrep binary that comes as a package, or undefined on machines it does not exist for. */
export function ripgrepPath(): Promise<string | undefined> {
  found ??= import('@vscode/ripgrep').then(
    ({ rgPath }) => (existsSync(rgPath) ? rgPath : undefined),
    () => undefined,
  );
  return found;
}

export interface RipgrepResult {
  /** 0: matches, 1: none. */
  exitCode: number;
  output: string;
  cut: boolean;
}

/**
 * Runs it in the project root with no configuration of the machine; stopped when it has written `maxOutput` bytes.
 * Throws ToolError `invalid_args` for a bad pattern.
 */
export async function runRipgrep(binary: string, args: readonly string[], context: ToolContext, maxOutput = MAX_OUTPUT): Promise<RipgrepResult> {
  const child = spawn(binary, ['--no-config', ...args], { cwd: context.root, env: {}, stdio: ['ignore', 'pipe', 'pipe'], signal: context.signal });
  const chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxOutput) chunks.push(chunk);
    else if (!cut) {
      cut = true;
      child.kill('SIGKILL');
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < 4000) errors += text;
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 0));
  });
  context.signal.throwIfAborted();
  // 2 with output: some files could not be read; that is no failure of the search.
  if (exitCode === 2 && size === 0 && /regex|error parsing glob|PCRE2/i.test(errors))
    throw new ToolError('invalid_args', `the pattern is not a regular expression: ${firstUseful(errors)}; escape it, or use literal: true`);
  return { exitCode: exitCode === 2 && size === 0 ? 1 : exitCode, output: Buffer.concat(chunks).toString('utf8'), cut };
}

const COMMON = ['--hidden', '--no-require-git', '--no-ignore-global', '--no-ignore-dot', '--glob=!.git', '--color=never', '--no-messages'];

/**
 * Rules that every search and listing follows: hidden files are seen, `.git` is not, ignore files count without git too. Of our own
 * rules those of the root are told here, so that what they leave out is not even opened; `own-ignores.ts` knows the others.
 */
export async function commonRules(binary: string, context: ToolContext): Promise<string[]> {
  const patterns = context.settings.ignorePatterns;
  const rules = [...COMMON, ...(bringsBack(patterns) ? [] : patterns.map((pattern) => `--glob=!${pattern}`))];
  const file = `${context.root}/${OWN_IGNORE_FILE}`;
  if (existsSync(file) && !(await foldersBringBack(binary, context))) rules.push(`--ignore-file=${file}`);
  return rules;
}

/** Whether the rules of a folder take back what those of the root leave out, which ripgrep cannot be told. */
async function foldersBringBack(binary: string, context: ToolContext): Promise<boolean> {
  const { output } = await runRipgrep(binary, ['--files', '--null', ...COMMON, `--glob=**/*/${OWN_IGNORE_FILE}`, '--', './'], context);
  return output.split('\0').some((path) => path !== '' && /^!/m.test(ownRules(path.slice(2, -OWN_IGNORE_FILE.length), context.root)));
}

function firstUseful(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line.startsWith('error:'))?.slice(7) ?? lines.find((line) => line !== '') ?? 'unknown error';
}
