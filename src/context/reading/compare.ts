import { LARGEST_FILE } from '../analyze/read-file.js';
import type { ScannedFile } from '../scan/scan.js';
import type { IndexedFile } from '../store/catalog.js';
import type { IndexChange } from '../store/index-store.js';

/** A file whose content has to be looked at; with the hash the index has of it, when it has one. */
export interface ChangedFile {
  file: ScannedFile;
  knownHash?: string;
}

export interface Comparison {
  changed: ChangedFile[];
  /** Files of the index that are there no more. */
  gone: IndexedFile[];
  /** Files that are known by name only, and why. */
  listed: IndexChange[];
}

export interface CompareRules {
  /** Milliseconds since 1970. */
  now: number;
  /** After so many seconds a file's content is compared with its hash again, whatever its times say. */
  ttlSeconds: number;
  readable(path: string): boolean;
}

const PROTECTED = 'protected';
/** A file changed so shortly before it was read (milliseconds) may have changed again without its time telling. */
const RACE = 20;

/** What the files on disk have that the index does not know yet, told from sizes and times alone. */
export function compareFiles(
  files: readonly ScannedFile[],
  indexed: ReadonlyMap<string, IndexedFile>,
  { now, ttlSeconds, readable }: CompareRules,
): Comparison {
  const oldest = now - ttlSeconds * 1000;
  const changed: ChangedFile[] = [];
  const listed: IndexChange[] = [];
  let met = 0;
  for (const file of files) {
    const known = indexed.get(file.path);
    if (known) met++;
    const same = known?.size === file.size && known.mtime === file.mtime;
    // A clock that was set back leaves times of the future behind: they prove nothing.
    const sure = known && same && known.checkedAt >= oldest && known.checkedAt <= now && file.mtime < known.checkedAt - RACE;
    // What was protected then may be read now: rules and settings change without the file.
    if (sure && (known.skipped !== PROTECTED || !readable(file.path))) continue;
    if (file.size > LARGEST_FILE) {
      if (known?.skipped === undefined || !same) listed.push({ file, entry: { skipped: 'larger than 1 MB' } });
    } else if (!readable(file.path)) {
      if (known?.skipped === undefined) listed.push({ file, entry: { skipped: PROTECTED } });
    } else changed.push({ file, ...(known?.hash ? { knownHash: known.hash } : {}) });
  }
  return { changed, listed, gone: met === indexed.size ? [] : missing(files, indexed) };
}

function missing(files: readonly ScannedFile[], indexed: ReadonlyMap<string, IndexedFile>): IndexedFile[] {
  const here = new Set(files.map(({ path }) => path));
  return [...indexed.values()].filter(({ path }) => !here.has(path));
}
