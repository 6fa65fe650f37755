import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { env, looksSecret } from '../../../src/tools/system/env.js';
import { ping } from '../../../src/tools/system/ping.js';
import { parseProcesses, processes } from '../../../src/tools/system/processes.js';
import { which } from '../../../src/tools/system/which.js';
import { type Bench, createBench } from '../support/tool-bench.js';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.close());

test('env: names only; values when asked and not secret', async () => {
  process.env.OCODE_SHOWN = 'plain';
  process.env.OCODE_API_KEY = 'hunter2';
  const names = (await bench.run(env, {})).text;
  expect(names).toMatch(/^OCODE_API_KEY$/m);
  expect(names).not.toMatch(/hunter2|plain/);
  const values = await bench.run(env, { names: 'OCODE_SHOWN, OCODE_API_KEY, NOPE_NOPE' });
  expect(values.text).toBe('OCODE_SHOWN=plain\nOCODE_API_KEY is set (not shown: it looks like a secret)\nNOPE_NOPE is not set');
  expect(JSON.stringify(values.data)).not.toMatch(/hunter2/);
});

test.each([
  ['GITHUB_TOKEN', 'x', true],
  ['DATABASE_URL', 'postgres://u:secret@db/x', true],
  ['FOO', 'ghp_0123456789abcdefABCDEF', true],
  ['PATH', '/usr/bin:/bin', false],
  ['SSH_AUTH_SOCK', '/tmp/ssh/agent', false],
  ['LANG', 'en_US.UTF-8', false],
])('secret: %s', (name, value, expected) => {
  expect(looksSecret(name, value)).toBe(expected);
});

test('which', async () => {
  expect((await bench.run(which, { command: 'node' })).text).toMatch(/\/node$/m);
  await expect(bench.run(which, { name: 'no-such-program-at-all' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(bench.run(which, { name: '../x' })).rejects.toMatchObject({ code: 'invalid_args' });
});

test('processes: names, no command lines', async () => {
  expect((await bench.run(processes, { filter: String(process.pid) })).text).toMatch(new RegExp(`^${process.pid}\\t`, 'm'));
  expect(parseProcesses('    1     0  0.0  0.1    01:02 my program\nnonsense\n')).toEqual([
    { pid: 1, parent: 0, cpu: 0, memory: 0.1, elapsed: '01:02', name: 'my program' },
  ]);
});

test('ping: an open port answers, a closed one does not', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  expect((await bench.run(ping, { url: `http://127.0.0.1:${port}/` })).text).toMatch(/answers/);
  await new Promise((done) => server.close(done));
  expect((await bench.run(ping, { host: '127.0.0.1', port })).text).toMatch(/does not answer: ECONNREFUSED/);
});
