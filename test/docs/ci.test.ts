import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../support/package.js';

const textOf = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');

it('the workflow runs what the gate runs, on three systems and on every version of Node from the oldest supported', () => {
  const { jobs } = parse(textOf('.github/workflows/ci.yml')) as {
    jobs: { test: { strategy: { matrix: Record<string, unknown[]> }; steps: Array<{ run?: string; if?: string }> } };
  };
  const { matrix } = jobs.test.strategy;
  expect(matrix.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
  const { engines, scripts } = JSON.parse(textOf('package.json')) as { engines: { node: string }; scripts: Record<string, string> };
  expect(engines.node).toBe(`>=${matrix.node?.[0]}`);
  expect(matrix.node).toEqual([20, 22, 24]);

  const gate = textOf('.ci/run').match(/^npm .+$/gm) ?? [];
  expect(
    jobs.test.steps
      .filter((step) => step.if === undefined)
      .map((step) => step.run)
      .filter((run) => run?.startsWith('npm ')),
  ).toEqual(gate);
  for (const line of gate) expect(line === 'npm ci' || line === 'npm test' || line.replace('npm run ', '') in scripts, line).toBe(true);
});
