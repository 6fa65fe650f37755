import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeKey } from '../../src/config/write.js';
import { createWorld } from '../support/world.js';

const world = createWorld();
afterAll(() => world.end());

describe('config set never loses what is there', () => {
  it.each([
    ['cut in half', '{\n  "model": "mine",\n  "ollama_ho'],
    ['not JSON', 'model = mine\n'],
    ['zeros', '\0\0\0\0\0\0\0\0'],
  ])('a file that is damaged (%s) is left as it is: exit 3 with its name', async (_, text) => {
    const file = join(world.home, '.ocode', 'settings.json');
    mkdirSync(join(world.home, '.ocode'), { recursive: true });
    writeFileSync(file, text);
    const run = await world.ocode(['config', 'set', 'verbose', 'true']);
    expect([run.code, readFileSync(file, 'utf8')]).toEqual([3, text]);
    expect(run.stderr).toContain(file);
    await expect(writeKey(file, 'verbose', true)).rejects.toMatchObject({ code: 'config' });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('a file that cannot be read is not written over', async () => {
    const folder = join(world.root, 'folder.json');
    mkdirSync(folder);
    await expect(writeKey(folder, 'verbose', true)).rejects.toMatchObject({ code: 'config', message: expect.stringContaining(folder) });
  });
});
