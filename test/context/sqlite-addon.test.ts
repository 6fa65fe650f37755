import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const load = async () => (await import('../../src/context/store/sqlite-addon.js')).sqliteAddon;

describe('the native half of SQLite', () => {
  it('is a file of the installed package that opens a database', async () => {
    const file = (await load())();
    expect(existsSync(file)).toBe(true);
    expect(new Database(':memory:', { nativeBinding: file }).prepare('SELECT 1 + 1').pluck().get()).toBe(2);
  });

  it('of another version than the bundle holds is named, with what to do', async () => {
    vi.stubEnv('OCODE_SQLITE', '1.2.3');
    const addon = await load();
    expect(addon).toThrow(/better-sqlite3 \d+\.\d+\.\d+ is installed where ocode needs 1\.2\.3: install ocode again/);
  });
});
