import type { Database } from 'better-sqlite3';

/** Most vectors that are kept; the oldest go first. 20,000 of 768 numbers are 60 MB. */
const MOST_VECTORS = 20_000;

/** Embeddings by model and hash of the text. Losing them costs time only, so nothing here throws for a database that cannot be written. */
export class VectorCache {
  constructor(private readonly database: Database) {}

  read(model: string, hashes: readonly string[]): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    const select = this.database.prepare('SELECT data FROM vectors WHERE model = ? AND hash = ?').pluck();
    for (const hash of hashes) {
      const data = select.get(model, hash) as Buffer | undefined;
      // Copied: SQLite's buffer need not begin at a multiple of four.
      if (data && data.length % 4 === 0) found.set(hash, new Float32Array(new Uint8Array(data).buffer));
    }
    return found;
  }

  write(model: string, vectors: ReadonlyArray<readonly [hash: string, vector: Float32Array]>): void {
    const insert = this.database.prepare('INSERT OR REPLACE INTO vectors (model, hash, data) VALUES (?, ?, ?)');
    this.attempt(() => {
      for (const [hash, vector] of vectors) insert.run(model, hash, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
    });
  }

  remove(model: string, hashes: readonly string[]): void {
    const remove = this.database.prepare('DELETE FROM vectors WHERE model = ? AND hash = ?');
    this.attempt(() => {
      for (const hash of hashes) remove.run(model, hash);
    });
  }

  /** Drops the oldest when there are too many. */
  prune(): void {
    this.database.prepare('DELETE FROM vectors WHERE id <= (SELECT max(id) FROM vectors) - ?').run(MOST_VECTORS);
  }

  private attempt(work: () => void): void {
    try {
      this.database.transaction(work).immediate();
    } catch {
      // Another process writes, or the disk is full: the vectors will be asked for again.
    }
  }
}
