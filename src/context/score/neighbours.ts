import { maximum } from './candidates.js';
import type { RankFile } from './rank-file.js';

export interface Neighbours {
  /** How well the best file fits that imports this one, 0 to 1. */
  importers: Float64Array;
  /** How well tests fit that import this one. */
  tests: Float64Array;
  /** The strong importer of a file. */
  because: Map<number, number>;
}

/** `scores`: by words alone; `demoted`: with tests and documents put down. */
export function scoreNeighbours(files: readonly RankFile[], scores: Float64Array, demoted: Float64Array): Neighbours {
  const size = files.length;
  const best = maximum(demoted);
  const highest = maximum(scores);
  const { importers, tests, because }: Neighbours = { importers: new Float64Array(size), tests: new Float64Array(size), because: new Map() };
  for (let file = 0; file < size; file++) {
    const info = files[file];
    if (!info || info.imports.length === 0 || (scores[file] ?? 0) === 0) continue;
    const { imports, kind } = info;
    const own = (demoted[file] ?? 0) / best;
    // A test that imports half the project says little about each of them.
    const asTest = kind.test ? (scores[file] ?? 0) / highest / Math.sqrt(imports.length) : 0;
    for (let at = 0; at < imports.length; at++) {
      const target = imports[at] ?? 0;
      if (asTest > (tests[target] ?? 0)) tests[target] = asTest;
      if (own <= (importers[target] ?? 0)) continue;
      importers[target] = own;
      if (own > 0.5) because.set(target, file);
    }
  }
  return { importers, tests, because };
}
