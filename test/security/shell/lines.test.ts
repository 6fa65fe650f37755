import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SecurityManager } from '../../../src/security/security-manager.js';
import { makePlace, type Place, verdict } from '../workbench.js';

/**
 * Command lines by what must become of them, one a line in `lines/*.txt`: `⏎` is a new line, `⟦1b⟧` the character with
 * that code, `{ws}`, `{outside}`, `{home}` the folders of the place.
 */
const TABLES: ReadonlyArray<readonly [string, string, readonly string[]]> = [
  ['ordinary', 'daily reading passes without a question', ['allow']],
  ['asked', 'what writes, runs, connects or hides something never passes', ['ask', 'deny']],
  ['guarded', 'secrets and places outside are never read', ['ask', 'deny']],
  ['catastrophic', 'no person should wave it through', ['deny']],
];

let place: Place;
let judge: SecurityManager;
beforeAll(() => {
  place = makePlace();
  for (const file of ['data/names.txt', 'docs/guide.md', 'packages/core/package.json', 'src/[id].tsx', 'tests/app.test.ts', 'links.md']) place.put(file);
  for (const file of ['packages/core/.env', 'deploy/id_rsa', '.npmrc', '.env.local']) place.put(file);
  place.put(`${place.ws}/../secret.txt`);
  place.link('links/passwd', '/etc/passwd');
  place.link('links/git', '../.git');
  place.link('links/home', place.home);
  judge = place.judge();
});
afterAll(() => place.remove());

for (const [name, meaning, wanted] of TABLES) {
  describe(meaning, () => {
    test.each(linesOf(name))('%s', async (line) => {
      expect(wanted).toContain(await verdict(judge, filled(line)));
    });
  });
}

describe('in full mode a catastrophe is asked about, however deep it is hidden', () => {
  test.each([...linesOf('catastrophic'), ...linesOf('hidden')])('%s', async (line) => {
    expect(await verdict(place.judge({ mode: 'full' }), filled(line))).not.toBe('allow');
  });
  test.each(linesOf('hidden'))('and refused in default mode, or asked about: %s', async (line) => {
    expect(await verdict(judge, filled(line))).not.toBe('allow');
  });
});

describe('in full mode too a protected file is refused when code names it', () => {
  test.each(linesOf('secrets-in-code'))('%s', async (line) => {
    expect(await verdict(place.judge({ mode: 'full' }), filled(line))).toBe('deny');
  });
});

describe('full mode does daily work without a question', () => {
  test.each(linesOf('full'))('%s', async (line) => {
    expect(await verdict(place.judge({ mode: 'full' }), filled(line))).toBe('allow');
  });
});

function linesOf(name: string): string[] {
  return readFileSync(new URL(`lines/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
}

function filled(line: string): string {
  return line
    .replaceAll('⏎', '\n')
    .replace(/⟦([0-9a-f]+)⟧/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\{(ws|outside|home)\}/g, (_, key: 'ws' | 'outside' | 'home') => place[key]);
}
