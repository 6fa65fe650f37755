import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { project } from '../support/project.js';
import { runCli } from '../support/run-cli.js';

/** `OCODE_TEST_FILES=100000 npx vitest run test/context/large-project.test.ts` is the whole of it. */
const FILES = Number(process.env.OCODE_TEST_FILES ?? 2_500);
const INDEXED_WHOLE = 5_000;
const FOLDERS = 300;

function largeProject(): string {
  const home = project();
  for (let folder = 0; folder < FOLDERS; folder++) mkdirSync(join(home, 'work', `area${folder}`), { recursive: true });
  for (let at = 0; at < FILES; at++) {
    const name = at % 997 === 3 ? `odd name\n${at}` : `module-${at}`;
    writeFileSync(
      join(home, 'work', `area${at % FOLDERS}`, `${name}.ts`),
      `import { step${at + 1} } from './module-${at + 1}.js';\nexport const step${at} = () => step${at + 1};\n`,
    );
  }
  execFileSync('git', ['init', '-q'], { cwd: join(home, 'work') });
  return home;
}

it(`a project of ${FILES} files: the first answer does not wait for all of them, and says so`, { timeout: 600_000 }, async () => {
  const home = largeProject();
  const cwd = join(home, 'work');
  const env = { HOME: home, OCODE_HOME: join(home, 'state') };
  const first = await runCli(['context', 'what does module-777.ts do', '--json', '--limit', '5'], { cwd, env });
  const { files, stats } = first.json() as { files: Array<{ path: string }>; stats: { files: number; analyzed: number; cached: number; skipped: number } };
  expect(first.code).toBe(0);
  expect(files[0]?.path).toBe('area177/module-777.ts');
  expect(stats).toMatchObject({ files: FILES, skipped: 0 });
  expect(stats.analyzed + stats.cached === FILES || first.stderr.includes('the index of the project is not complete yet')).toBe(true);
  if (FILES > INDEXED_WHOLE) return;
  const all = (await runCli(['index', '--json'], { cwd, env })).json();
  expect(all).toMatchObject({ files: FILES, skipped: 0 });
  expect(Number(all.analyzed) + Number(all.cached)).toBe(FILES);
  expect((await runCli(['index', '--json'], { cwd, env })).json()).toMatchObject({ analyzed: 0, cached: FILES });
});
