import { afterEach, beforeEach, expect, test } from 'vitest';
import { agent } from '../../../src/tools/agent/agent.js';
import { recall, remember, think } from '../../../src/tools/memory/memory.js';
import { plan } from '../../../src/tools/memory/plan.js';
import { type Bench, createBench } from '../support/tool-bench.js';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.close());

test('remember and recall, by words; the same key is written over; a key is no path', async () => {
  await bench.run(remember, { text: 'Tests run with npm run check', key: 'Testing' });
  await bench.run(remember, { content: 'Ports: 8080 for the API' });
  expect((await bench.run(recall, { query: 'how do tests run' })).text).toBe('[testing] Tests run with npm run check');
  await bench.run(remember, { text: 'Tests: npm test', key: 'testing' });
  expect((await bench.run(recall, {})).text.split('\n')).toHaveLength(2);
  expect((await bench.run(recall, { query: 'zebra' })).text).toMatch(/Nothing/);
  const { data } = await bench.run(remember, { text: 'x', key: '../../etc/passwd' });
  expect(data).toEqual({ key: 'etc-passwd' });
  expect(bench.read('.ocode/memory/etc-passwd.md')).toBe('x\n');
});

test.each([
  ['Тесты', 'тесты'],
  ['约定', '约定'],
  ['कुंजी', 'कुंजी'],
  ['Café Größe', 'cafe-große'],
])('a key in any script is a key: %s', async (key, kept) => {
  await bench.run(remember, { text: 'old', key });
  expect((await bench.run(remember, { text: 'new', key })).data).toEqual({ key: kept });
  expect((await bench.run(recall, {})).text).toBe(`[${kept}] new`);
});

test('plan: written whole, shown whole, other spellings', async () => {
  await bench.run(plan, { todos: ['[x] read', { content: 'write', status: 'in_progress' }, 'test'] });
  expect((await bench.run(plan, {})).text).toBe('Plan (1 of 3 done):\n1. [x] read\n2. [~] write\n3. [ ] test');
});

test('think touches nothing; agent says when there is none, and hands back its report', async () => {
  expect((await bench.run(think, { thought: 'hm' })).text).not.toBe('');
  await expect(bench.run(agent, { task: 'x' })).rejects.toMatchObject({ code: 'failed' });
  const busy = createBench({}, { agent: async ({ task, tools }) => `did ${task} with ${tools?.length ?? 0}` });
  expect((await busy.run(agent, { prompt: 'it' })).text).toBe('did it with 0');
  busy.close();
});
