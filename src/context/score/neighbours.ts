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
  const best = demoted.reduce((most, value) => Math.max(most, value), 1e-9);
  const highest = scores.reduce((most, value) => Math.max(most, value), 1e-9);
  const result: Neighbours = { importers: new Float64Array(size), tests: new Float64Array(size), because: new Map() };
  files.forEach(({ imports, kind }, file) => {
    const own = (demoted[file] ?? 0) / best;
    // A test that imports half the project says little about each of them.
    const asTest = kind.test ? (scores[file] ?? 0) / highest / Math.sqrt(Math.max(1, imports.length)) : 0;
    for (const target of imports) {
      result.tests[target] = Math.max(result.tests[target] ?? 0, asTest);
      if (own <= (result.importers[target] ?? 0)) continue;
      result.importers[target] = own;
      if (own > 0.5) result.because.set(target, file);
    }
  });
  return result;
}
