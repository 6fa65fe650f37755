import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { estimateTokens } from '../lib/tokens.js';
import { truncateLines } from '../lib/truncate.js';

const NAMES = ['AGENTS.md', 'OCODE.md'];
const SMALLEST_USEFUL_TOKENS = 20;

export interface Instructions {
  /** For the first user message; empty when there are none. */
  text: string;
  /** `whole`: tokens of the whole file; fewer are loaded when it was cut to fit. */
  files: Array<{ path: string; tokens: number; whole: number }>;
}

export interface InstructionPlace {
  root: string;
  cwd: string;
  budgetTokens: number;
  /** The guard's word on whether a file may be read at all. */
  readable(absolutePath: string): boolean;
}

/**
 * Project instructions: in each folder from the root down to the working folder AGENTS.md, else OCODE.md. When they do not
 * fit, the files nearest to the working folder keep their room: they are the most specific.
 */
export function loadInstructions(place: InstructionPlace): Instructions {
  let left = place.budgetTokens;
  const nearestFirst = foldersDown(place.root, place.cwd)
    .flatMap((folder) => readFirst(folder, place))
    .reverse();
  const kept = nearestFirst.map(({ path, text }) => {
    const room = left < SMALLEST_USEFUL_TOKENS ? '' : truncateLines(text, left * 4);
    const tokens = estimateTokens(room);
    left = Math.max(0, left - tokens);
    return { path, text: room, tokens, whole: room === text ? tokens : estimateTokens(text) };
  });
  kept.reverse();
  return {
    text: kept
      .filter(({ text }) => text !== '')
      .map(({ path, text }) => `<instructions file="${path}">\n${text}\n</instructions>`)
      .join('\n'),
    files: kept.map(({ path, tokens, whole }) => ({ path, tokens, whole })),
  };
}

function foldersDown(root: string, cwd: string): string[] {
  const inside = relative(root, cwd);
  if (inside === '' || inside.startsWith('..')) return [root];
  const folders: string[] = [];
  for (let folder = cwd; folder !== root && folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  return [root, ...folders];
}

function readFirst(folder: string, place: InstructionPlace): Array<{ path: string; text: string }> {
  for (const name of NAMES) {
    const file = join(folder, name);
    try {
      // A link that leads out of the workspace is somebody else's text.
      const real = realpathSync(file);
      if (!place.readable(real)) continue;
      return [{ path: relative(place.root, file).split(sep).join('/'), text: readFileSync(real, 'utf8').trim() }];
    } catch {
      // Not there, or not readable: the next name.
    }
  }
  return [];
}
