import type { RankFile } from './rank.js';

export interface Neighbours {
  /** How strong the best file is that this one imports, that imports it, that lies in its folder, that tests it. */
  imports: Float64Array;
  importers: Float64Array;
  siblings: Float64Array;
  tests: Float64Array;
  importerCount: Float64Array;
  /** The strong importer of a file. */
  because: Map<number, number>;
}

/** `scores`: by words alone; `demoted`: with tests and documents put down. */
export function scoreNeighbours(files: readonly RankFile[], scores: Float64Array, demoted: Float64Array): Neighbours {
  const size = files.length;
  const best = demoted.reduce((highest, value) => Math.max(highest, value), 1e-9);
  const highest = scores.reduce((most, value) => Math.max(most, value), 1e-9);
  const result: Neighbours = {
    imports: new Float64Array(size),
    importers: new Float64Array(size),
    siblings: new Float64Array(size),
    tests: new Float64Array(size),
    importerCount: new Float64Array(size),
    because: new Map(),
  };
  const folders = new Map<string, { sum: number; count: number }>();
  const tests = new Map<string, number>();
  for (const [file, { path, imports, kind }] of files.entries()) {
    const own = (demoted[file] ?? 0) / best;
    for (const target of imports) {
      result.importerCount[target] = (result.importerCount[target] ?? 0) + 1;
      result.imports[file] = Math.max(result.imports[file] ?? 0, (demoted[target] ?? 0) / best);
      if (own > (result.importers[target] ?? 0)) {
        result.importers[target] = own;
        if (own > 0.5) result.because.set(target, file);
      }
    }
    const folder = folderOf(path);
    const group = folders.get(folder) ?? { sum: 0, count: 0 };
    folders.set(folder, { sum: group.sum + own, count: group.count + 1 });
    if (kind.test) {
      const subject = subjectOf(path);
      tests.set(subject, Math.max(tests.get(subject) ?? 0, (scores[file] ?? 0) / highest));
    }
  }
  for (const [file, { path, kind }] of files.entries()) {
    const group = folders.get(folderOf(path));
    if (group && group.count > 1) result.siblings[file] = (group.sum - (demoted[file] ?? 0) / best) / Math.sqrt(group.count - 1) / 2;
    if (!kind.test) result.tests[file] = tests.get(subjectOf(path)) ?? 0;
  }
  return result;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What a file is about by its name: `test_parser.py`, `parser.test.ts` and `ParserTest.java` are about `parser`. */
function subjectOf(path: string): string {
  const parts = path.split('/');
  const name = (parts[parts.length - 1] ?? '').replace(/(?<=.)\..*$/, '');
  const subject = name
    .replace(/^(?:test_|tests_|Test(?=[A-Z]))/, '')
    .replace(/(?:_tests?|_spec|-test|Tests?|TestCase|IT)$/, '')
    .toLowerCase();
  return /^(?:index|mod|__init__|lib|main)$/.test(subject) ? `${parts[parts.length - 2] ?? ''}/${subject}` : subject;
}
