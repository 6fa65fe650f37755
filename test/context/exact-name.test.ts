import { afterAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
afterAll(() => world.end());

it('the one file with the name that is asked for is found among many with all of its words', async () => {
  const source = (file: number): string => `export function marker${file}round() {\n  return ${file};\n}\n`;
  world.files(Object.fromEntries(Array.from({ length: 150 }, (_, file) => [`src/f${String(file).padStart(3, '0')}.js`, source(file)])));
  for (const file of ['000', '099', '149']) {
    const run = await world.ocode(['context', `where is marker${Number(file)}round`, '--json']);
    expect((run.json() as { files: Array<{ path: string }> }).files[0]?.path).toBe(`src/f${file}.js`);
  }
});
