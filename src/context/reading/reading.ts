import type { ReadJob, ReadResult } from '../analyze/read-file.js';
import type { EdgesOf, IndexChange, IndexStore } from '../store/index-store.js';
import type { ChangedFile } from './compare.js';
import type { FileReader } from './file-reader.js';

/** What is read is written in such portions: small ones, because all of it becomes garbage of the thread that may be showing an answer. */
const SMALL_PORTION = { files: 400, bytes: 600_000 };
/** When nothing else is to be done: each portion touches most of the pages with words, so few large ones are written faster. */
const LARGE_PORTION = { files: 1_600, bytes: 2_400_000 };

export interface ReadingOptions {
  root: string;
  store: IndexStore;
  reader: FileReader;
  threads: number;
  /** Somebody waits for all of it, and for nothing else. */
  inBulk: boolean;
  /** Loads what tells import edges: they are written with their files, once it is there. Absent: none are. */
  loadEdges?(): Promise<EdgesOf>;
  onProgress?(done: number, total: number): void;
  onNotice(text: string): void;
  signal: AbortSignal;
}

/** One pass over changed files: reads them in the given order and writes them to the index in portions. */
export class Reading {
  /** Files read to the end with a new content so far. */
  analyzed = 0;
  readonly bytes: number;
  /** Paths whose imports are not the same as before and whose edges are not known yet. */
  readonly reimported: string[] = [];
  /** Paths whose edges were written with them. */
  readonly linked = new Set<string>();
  private edgesOf: EdgesOf | undefined;
  private done = 0;
  private portion: IndexChange[] = [];
  private portionBytes = 0;
  private failure: unknown;

  constructor(
    private readonly changes: readonly ChangedFile[],
    private readonly options: ReadingOptions,
  ) {
    this.bytes = changes.reduce((sum, { file }) => sum + file.size, 0);
  }

  /** Reads all. What was read is written even when it ends early. */
  async run(): Promise<void> {
    const { root, reader, threads, onNotice, signal } = this.options;
    const jobs = this.changes.map(
      ({ file, knownHash }, id): ReadJob => ({ id, path: file.path, absolute: `${root}/${file.path}`, ...(knownHash ? { knownHash } : {}) }),
    );
    this.options.loadEdges?.().then(
      (edgesOf) => {
        this.edgesOf = edgesOf;
      },
      // Told when the edges are worked out at the end.
      () => {},
    );
    try {
      const notice = await reader.read(jobs, this.bytes, threads, (job, result) => this.take(job, result), signal);
      if (notice !== undefined) onNotice(notice);
    } finally {
      this.save();
    }
    if (this.failure !== undefined) throw this.failure;
  }

  /** Writes what was read so far. Never throws; `run` does, at its end. */
  save(): void {
    const writing = this.portion;
    this.portion = [];
    this.portionBytes = 0;
    if (writing.length === 0 || this.failure !== undefined) return;
    try {
      const { edgesOf } = this;
      for (const path of this.options.store.write(writing, Date.now(), edgesOf)) {
        if (edgesOf) this.linked.add(path);
        else this.reimported.push(path);
      }
    } catch (error) {
      this.failure = error;
    }
  }

  private take(job: ReadJob, result: ReadResult): void {
    const file = this.changes[job.id]?.file;
    if (!file) return;
    this.done++;
    if (result.kind === 'read') this.analyzed++;
    if (result.kind === 'deadly') this.options.onNotice(`${job.path}: skipped, the parser died of it (${result.reason})`);
    this.portion.push({ file, entry: result.kind === 'read' ? result : result.kind === 'same' ? 'same' : { skipped: result.reason } });
    this.portionBytes += weightOf(result);
    this.options.onProgress?.(this.done, this.changes.length);
    const { files, bytes } = this.options.inBulk ? LARGE_PORTION : SMALL_PORTION;
    if (this.portion.length >= files || this.portionBytes >= bytes) this.save();
  }
}

/** Bytes of memory, about. */
function weightOf(result: ReadResult): number {
  if (result.kind !== 'read') return 0;
  const { terms, analysis } = result;
  return terms.terms.length + terms.payloads.length + (analysis ? analysis.symbols.length + analysis.uses.length + analysis.imports.length : 0);
}
