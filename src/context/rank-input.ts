import type { History } from './score/history.js';
import type { ParsedQuery } from './score/query.js';
import type { RankInput } from './score/rank.js';
import type { RankFile } from './score/rank-file.js';
import type { Snapshot } from './snapshot.js';
import type { Posting } from './store/postings.js';
import { baseName } from './words/file-terms.js';
import { kindOfPath } from './words/path-kind.js';
import { stemsOf } from './words/words.js';

const NO_LINES = { data: new Uint8Array(0), from: 0, to: 0 };

/** Reads from the index what ranking one query needs: only the postings of its own terms. Files not read yet take part by their paths. */
export function loadRankInput(
  snapshot: Snapshot,
  query: ParsedQuery,
  history: History | undefined,
  grepped: ReadonlyMap<string, readonly string[]> = new Map(),
): { input: RankInput; files: RankFile[] } {
  const { store, indexed, files: scanned } = snapshot;
  const indexOfPath = new Map<string, number>();
  scanned.forEach(({ path }, index) => {
    indexOfPath.set(path, index);
  });
  const indexOfId = new Map<number, number>();
  const ids: Array<number | undefined> = [];
  const terms = new Set([...query.stems.keys(), ...query.names.keys()]);
  const postings = new Map<string, Posting[]>();
  const files = scanned.map(({ path }, index): RankFile => {
    const known = indexed.get(path);
    const imports = known ? indexesOf(known.edges, indexOfPath) : [];
    const kind = kindOfPath(path);
    if (known && known.skipped === undefined) {
      indexOfId.set(known.id, index);
      ids[index] = known.id;
      return { path, kind, lengths: known.lengths, imports };
    }
    return { path, kind, lengths: addByPath(path, index, terms, postings), imports };
  });
  for (const term of terms) {
    const list = postings.get(term) ?? [];
    for (const posting of store.postings.read(term)) {
      const file = indexOfId.get(posting.file);
      if (file === undefined) continue;
      posting.file = file;
      list.push(posting);
    }
    if (list.length > 0) postings.set(term, list);
  }
  for (const [stem, paths] of grepped)
    addGrepped(
      stem,
      paths.map((path) => indexOfPath.get(path)),
      indexed,
      files,
      postings,
    );
  const symbolsOf: RankInput['symbolsOf'] = (file) => {
    const id = ids[file];
    return id === undefined ? [] : store.symbolsOf(id);
  };
  return { input: { query, files, postings, symbolsOf, ...(history ? { history } : {}) }, files };
}

function indexesOf(paths: readonly string[], indexOfPath: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (const path of paths) {
    const index = indexOfPath.get(path);
    if (index !== undefined) found.push(index);
  }
  return found;
}

/** Unread files that hold a stem count as if it stood there twice. */
function addGrepped(
  stem: string,
  indexes: ReadonlyArray<number | undefined>,
  indexed: Snapshot['indexed'],
  files: readonly RankFile[],
  postings: Map<string, Posting[]>,
): void {
  const list = postings.get(stem) ?? [];
  const byFile = new Map(list.map((posting) => [posting.file, posting]));
  for (const file of indexes) {
    const path = file === undefined ? undefined : files[file]?.path;
    if (file === undefined || path === undefined || indexed.has(path)) continue;
    const known = byFile.get(file);
    if (known) known.counts.body = 2;
    else list.push({ file, counts: { body: 2, names: 0, comments: 0, path: 0, base: 0 }, ...NO_LINES });
  }
  if (list.length > 0) postings.set(stem, list);
}

/** In a large project nearly all files are unread at first, and few have a word of the query in their paths. */
function addByPath(path: string, file: number, wanted: ReadonlySet<string>, postings: Map<string, Posting[]>): RankFile['lengths'] {
  const inPath = stemsOf(path);
  const found = new Set(inPath.filter((stem) => wanted.has(stem)));
  const inBase = found.size > 0 ? stemsOf(baseName(path)) : [];
  for (const term of found) {
    const times = (stems: readonly string[]): number => stems.filter((stem) => stem === term).length;
    const list = postings.get(term) ?? [];
    list.push({ file, counts: { body: 0, names: 0, comments: 0, path: times(inPath), base: times(inBase) }, ...NO_LINES });
    postings.set(term, list);
  }
  return { body: 0, names: 0, comments: 0, path: inPath.length, base: inBase.length };
}
