import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawBar } from '../../src/cli/commands/progress-bar.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

it.each([
  ['--status', '--clear'],
  ['--status', '--watch'],
  ['--clear', '--watch'],
])('%s and %s contradict each other', async (...flags) => {
  const run = await world.ocode(['index', ...flags]);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain('cannot be used with');
});

it('watches: a line for what changed and for what is gone, until Ctrl+C', async () => {
  world.files({ 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 1;\n' });
  const follow = (child: ChildProcess): void => {
    let lines = 0;
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('watching')) rmSync(join(world.project, 'b.ts'));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines === 2) world.files({ 'c.ts': 'export const c = 1;\n' });
      if (lines === 3) child.kill('SIGINT');
    });
  };
  const run = await world.ocode(['index', '--watch', '--json'], { onStart: follow });
  expect(run.code).toBe(130);
  expect(run.lines().map(({ files, analyzed }) => [files, analyzed])).toEqual([
    [2, 2],
    [1, 0],
    [2, 1],
  ]);
});

it('draws a bar that is full at the end only', () => {
  expect(drawBar(0, 10)).toBe(`[${'·'.repeat(24)}]   0 %`);
  expect(drawBar(5, 10)).toBe(`[${'#'.repeat(12)}${'·'.repeat(12)}]  50 %`);
  expect(drawBar(9_999, 10_000)).toBe(`[${'#'.repeat(23)}·]  99 %`);
  expect(drawBar(0, 0)).toBe(`[${'#'.repeat(24)}] 100 %`);
});
