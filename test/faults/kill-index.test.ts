import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { killedRun } from './support/kill-run.js';
import { createRandom, ROUNDS, SEED } from './support/rounds.js';
import { stateDir } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

const FILES = 120;

function source(file: number, round: number): string {
  const functions = Array.from({ length: 20 }, (_, index) => `export function helper${file}x${index}(value) {\n  return value + ${index};\n}\n`);
  return `import { helper0x0 } from './f0.js';\nexport function marker${file}round${round}() {\n  return helper0x0(${round});\n}\n${functions.join('')}`;
}

it(`killed while it builds the index: the database is sound, and the next build knows the files as they are (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  world.files(Object.fromEntries(Array.from({ length: FILES }, (_, file) => [`src/f${file}.js`, source(file, 0)])));
  for (let round = 1; round <= ROUNDS; round++) {
    const changed = Array.from({ length: 1 + random.below(FILES / 2) }, () => random.below(FILES));
    world.files(Object.fromEntries(changed.map((file) => [`src/f${file}.js`, source(file, round)])));
    if (random.next() < 0.2) await world.ocode(['index', '--clear']);
    const moment = { afterStart: random.next() * 900 };
    const where = `round ${round}, seed ${SEED}, killed at ${JSON.stringify(moment)}`;
    await killedRun(world, ['index'], moment);

    const file = join(stateDir(world), 'cache', 'context.db');
    if (existsSync(file)) {
      const database = new Database(file);
      expect(database.pragma('quick_check', { simple: true }), where).toBe('ok');
      database.close();
    }
    const wanted = random.pick(changed);
    const built = await world.ocode(['index', '--json']);
    expect([built.code, built.stderr], where).toEqual([0, '']);
    const run = await world.ocode(['context', `where is marker${wanted}round${round}`, '--json']);
    expect([run.code, run.stderr], where).toEqual([0, '']);
    const { files, symbols } = run.json() as { files: Array<{ path: string }>; symbols: Array<{ name: string }> };
    expect(
      files.map(({ path }) => path),
      where,
    ).toContain(`src/f${wanted}.js`);
    expect(
      symbols.map(({ name }) => name),
      where,
    ).toContain(`marker${wanted}round${round}`);
  }
}, 1_200_000);
