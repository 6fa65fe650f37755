import type { PathGuard } from '../../contract/security.js';
import type { HardReason } from './part.js';

/** What the judge thinks of one program with its words. */
export interface Finding {
  verdict: 'allow' | 'ask' | 'deny';
  reason: string;
  hard?: HardReason;
}

/** Where a command runs. `folder` is a real path, undefined when it is not known. */
export interface CommandPlace {
  guard: PathGuard;
  folder: string | undefined;
  home: string | undefined;
}

export const ALLOWED: Finding = { verdict: 'allow', reason: 'it only reads' };

export function asks(reason: string): Finding {
  return { verdict: 'ask', reason };
}

/** Whoever answers at the other end decides what runs here. */
export const RUNS_DOWNLOAD: Finding = { verdict: 'deny', reason: 'it runs what the network sends', hard: 'catastrophe' };

const STRICTNESS = { allow: 0, ask: 1, deny: 2 } as const;

/** The stricter of two; a catastrophe outweighs a wrong path. */
export function stricter(a: Finding, b: Finding): Finding {
  if (STRICTNESS[a.verdict] !== STRICTNESS[b.verdict]) return STRICTNESS[a.verdict] > STRICTNESS[b.verdict] ? a : b;
  return b.hard === 'catastrophe' && a.hard !== 'catastrophe' ? b : a;
}
