import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuthStore } from '../../src/auth/auth-store.js';

let folder: string;
let file: string;
let store: AuthStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocode-auth-'));
  file = join(folder, 'home', 'auth.json');
  store = new AuthStore(file);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('AuthStore', () => {
  it('is empty before the first login and makes no file', async () => {
    expect(await store.status()).toEqual([]);
    expect(await store.key('ollama', 'http://127.0.0.1:11434')).toBeUndefined();
    await expect(stat(file)).rejects.toThrow();
  });

  it('gives a key to its provider and host only', async () => {
    await store.login('openai', 'https://gpu.example/v1', ' key-123456789 ');
    expect(await store.key('openai', 'https://gpu.example')).toBe('key-123456789');
    expect(await store.key('openai', 'https://gpu.example:8443')).toBeUndefined();
    expect(await store.key('openai', 'http://gpu.example')).toBeUndefined();
    expect(await store.key('ollama', 'https://gpu.example')).toBeUndefined();
  });

  it('writes a file that only the owner reads, and closes one that others could read', async () => {
    await store.login('ollama', 'http://a:1', 'key-123456789');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await store.status();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('shows no key, and of a short one nothing', async () => {
    await store.login('ollama', 'http://a:1', 'key-123456789');
    await store.login('ollama', 'http://b:1', 'short');
    const entries = await store.status();
    expect(entries.map(({ key }) => key)).toEqual(['…6789', '…']);
    expect(JSON.stringify(entries)).not.toContain('key-12345');
  });

  it('replaces at login and forgets at logout', async () => {
    await store.login('ollama', 'http://a:1', 'first-key-000');
    await store.login('ollama', 'http://a:1', 'second-key-00');
    await store.login('ollama', 'http://b:1', 'third-key-000');
    expect(await store.key('ollama', 'http://a:1')).toBe('second-key-00');
    expect(await store.logout('ollama', 'http://a:1')).toBe(1);
    expect(await store.logout('ollama', 'http://a:1')).toBe(0);
    expect(await store.logout('ollama')).toBe(1);
    expect(await readFile(file, 'utf8')).not.toContain('key-0');
  });

  it.each([[''], ['two words'], ['new\nline'], ['schlüssel']])('refuses the key %j', async (key) => {
    await expect(store.login('ollama', 'http://a:1', key)).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([['{'], ['{"version": 2}'], ['{"version":1,"keys":[{"provider":1}]}']])('names a damaged file: %s', async (content) => {
    await store.login('ollama', 'http://a:1', 'key');
    await writeFile(file, content);
    await expect(store.status()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining(file) });
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
