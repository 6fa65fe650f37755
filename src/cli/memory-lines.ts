import { join } from 'node:path';
import type { Places } from '../config/paths.js';
import type { PathGuard } from '../contract/security.js';
import { oneLine } from '../lib/truncate.js';
import { loadInstructions } from '../session/instructions.js';
import { loadMemories } from '../tools/memory/memory-store.js';
import { instructionBudget } from './facts.js';

/** What `/memory` shows: instructions with what of them was loaded and what was cut, and the notes of the project. */
export async function memoryLines({ places, guard }: { places: Places; guard: PathGuard }, window: number): Promise<string[]> {
  const budget = instructionBudget(window);
  const { files } = loadInstructions({ ...places, budgetTokens: budget, readable: (path) => guard.readable(path) });
  const loaded = files.reduce((sum, file) => sum + file.tokens, 0);
  const notes = await loadMemories(places.stateDir);
  return [
    files.length === 0
      ? 'no instructions: there is no AGENTS.md or OCODE.md'
      : `instructions: ${loaded} tokens of at most ${budget} (12 % of the window), at the start of each session`,
    ...files.map(
      ({ path, tokens, whole }) =>
        `  ${path}  ${tokens === whole ? `${tokens} tokens` : tokens === 0 ? `left out, ${whole} tokens do not fit` : `${tokens} of ${whole} tokens, the rest was cut`}`,
    ),
    notes.length === 0
      ? 'no notes yet: the model keeps some with remember, or write markdown files there yourself'
      : `notes in ${join(places.stateDir, 'memory')}`,
    ...notes.map(({ key, text }) => `  ${key}: ${oneLine(text, 90)}`),
  ];
}
