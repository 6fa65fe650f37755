import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Places } from '../config/paths.js';
import { loadInstructions } from '../session/instructions.js';

export interface FactsOptions {
  places: Places;
  /** Tokens for project instructions. */
  instructionBudget: number;
  readable(absolutePath: string): boolean;
  now?: Date;
}

/** The head of the first user message: what changes from day to day and from folder to folder, and so must not stand in the system text. */
export function factsText(options: FactsOptions): string {
  const { root, cwd } = options.places;
  const branch = currentBranch(root);
  const inside = relative(root, cwd);
  const facts = [
    `date: ${localDate(options.now ?? new Date())}`,
    `folder: ${root}${inside ? ` (working in ${inside})` : ''}`,
    `system: ${process.platform}`,
    branch === undefined ? 'git: not a repository' : `git: ${branch}`,
  ];
  const instructions = loadInstructions({ root, cwd, budgetTokens: options.instructionBudget, readable: options.readable });
  return [`<environment>\n${facts.join('\n')}\n</environment>`, instructions.text].filter(Boolean).join('\n\n');
}

/** Read from `.git/HEAD`: starting git would cost more than the rest of the facts together. */
export function currentBranch(root: string): string | undefined {
  try {
    const git = join(root, '.git');
    const head = readFileSync(join(gitFolder(git), 'HEAD'), 'utf8').trim();
    return head.startsWith('ref: refs/heads/') ? `branch ${head.slice('ref: refs/heads/'.length)}` : `detached at ${head.slice(0, 10)}`;
  } catch {
    return undefined;
  }
}

/** A worktree's `.git` is a file that names the real folder. */
function gitFolder(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    return text.startsWith('gitdir:') ? text.slice('gitdir:'.length).trim() : path;
  } catch {
    return path;
  }
}

function localDate(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
