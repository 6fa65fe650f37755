import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Places } from '../config/paths.js';
import { describeGitFacts, readGitHead } from '../git/index.js';
import { loadInstructions } from '../session/instructions.js';

export interface FactsOptions {
  places: Places;
  /** Tokens for project instructions. */
  instructionBudget: number;
  readable(absolutePath: string): boolean;
  /** The model can read the notes of earlier sessions. */
  recalls?: boolean;
  now?: Date;
}

/** The head of the first user message: what changes from day to day and from folder to folder, and so must not stand in the system text. */
export function factsText(options: FactsOptions): string {
  const { root, cwd, stateDir } = options.places;
  const notes = options.recalls ? countNotes(stateDir) : 0;
  // The branch alone, from files: starting git would cost more than the rest of the facts together.
  const head = readGitHead(root);
  const inside = relative(root, cwd);
  const facts = [
    `date: ${localDate(options.now ?? new Date())}`,
    `folder: ${root}${inside ? ` (working in ${inside})` : ''}`,
    `system: ${process.platform}`,
    head ? `git: ${describeGitFacts(head)}` : 'git: not a repository',
    ...(notes > 0 ? [`notes from earlier: ${notes}, read with the tool recall`] : []),
  ];
  const instructions = loadInstructions({ root, cwd, budgetTokens: options.instructionBudget, readable: options.readable });
  return [`<environment>\n${facts.join('\n')}\n</environment>`, instructions.text].filter(Boolean).join('\n\n');
}

/** Notes that `remember` kept, or a person wrote. */
function countNotes(stateDir: string): number {
  try {
    return readdirSync(join(stateDir, 'memory')).filter((name) => name.endsWith('.md')).length;
  } catch {
    return 0;
  }
}

/** Tokens that instructions get of a window. */
export function instructionBudget(window: number): number {
  return Math.floor(window * 0.12);
}

function localDate(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
