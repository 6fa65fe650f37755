import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The version of better-sqlite3 whose JavaScript is part of the bundle; undefined from source, where both halves come from the package. */
const BUNDLED = process.env.OCODE_SQLITE;

/**
 * The file of better-sqlite3's native half, in the installed package: the package's own way to it reads fifteen small files, a twentieth of a start.
 * Throws when the package is missing or not of the version that the bundle holds.
 */
export function sqliteAddon(): string {
  const manifest = createRequire(import.meta.url).resolve('better-sqlite3/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  if (BUNDLED !== undefined && version !== BUNDLED)
    throw new Error(`better-sqlite3 ${version} is installed where ocode needs ${BUNDLED}: install ocode again (${dirname(manifest)})`);
  return join(dirname(manifest), 'build/Release/better_sqlite3.node');
}
