import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { makeFolder } from '../../lib/make-folder.js';
import { keepStatements } from './lasting-statements.js';
import { sqliteAddon } from './sqlite-addon.js';

/** Raised whenever tables, what is kept in them or the splitting of words change: an index of another version is thrown away. */
const SCHEMA_VERSION = 4;
const PAGE_SIZE = 8_192;
const MEMORY = ':memory:';

const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    checked_at INTEGER NOT NULL, skipped TEXT, language TEXT,
    body INTEGER NOT NULL, names INTEGER NOT NULL, comments INTEGER NOT NULL, path_words INTEGER NOT NULL, base INTEGER NOT NULL,
    edges TEXT
  );
  CREATE TABLE analyses (
    file_id INTEGER PRIMARY KEY, symbols TEXT NOT NULL, imports TEXT NOT NULL, functions TEXT NOT NULL, uses TEXT NOT NULL, errors INTEGER NOT NULL
  );
  CREATE TABLE segments (id INTEGER PRIMARY KEY AUTOINCREMENT, files INTEGER NOT NULL);
  CREATE TABLE postings (term TEXT NOT NULL, segment INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (term, segment)) WITHOUT ROWID;
  CREATE TABLE vectors (id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, hash TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (model, hash));
  CREATE TABLE history (head TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
`;

export interface OpenedDatabase {
  database: Database;
  /** `:memory:` when no file can be written there. */
  path: string;
}

/** Opens the index, makes it when it is missing, and anew when it is damaged or of another version. Never fails: at worst it lives in memory. */
export async function openDatabase(path: string): Promise<OpenedDatabase> {
  const { default: DatabaseClass } = await import('better-sqlite3');
  const nativeBinding = sqliteAddon();
  const open = (file: string): OpenedDatabase => {
    const database = keepStatements(new DatabaseClass(file, { timeout: 4_000, nativeBinding }));
    try {
      prepare(database);
      return { database, path: file };
    } catch (error) {
      database.close();
      throw error;
    }
  };
  if (path === MEMORY) return open(MEMORY);
  try {
    await makeFolder(dirname(path), { mode: 0o700 });
    return open(path);
  } catch (error) {
    if (!isDamage(error)) return open(MEMORY);
  }
  try {
    await removeDatabase(path);
    return open(path);
  } catch {
    return open(MEMORY);
  }
}

export async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(path + suffix, { force: true });
}

/** The file is no database, or a broken one, or one this version cannot read. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(?:NOTADB|CORRUPT|ERROR|SCHEMA|MISMATCH|CONSTRAINT|IOERR_SHORT_READ|FORMAT)/.test(code);
}

function prepare(database: Database): void {
  // For a new file only: what a file's analysis takes leaves half of a page of 4096 bytes unused.
  database.pragma(`page_size = ${PAGE_SIZE}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -4000');
  if (database.pragma('user_version', { simple: true }) === SCHEMA_VERSION) return;
  database
    .transaction(() => {
      // Another process may have made the tables while this one waited for the lock.
      if (database.pragma('user_version', { simple: true }) === SCHEMA_VERSION) return;
      const old = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all() as string[];
      for (const name of old) database.exec(`DROP TABLE "${name.replaceAll('"', '""')}"`);
      database.exec(TABLES);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })
    .immediate();
}
