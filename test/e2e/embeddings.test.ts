import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
  world.files({
    'src/first.js': 'export function parseRow(text) {\n  return text.split(",");\n}\n',
    'src/second.js': 'export function parseLine(text) {\n  // comma separated values\n  return text.split(",");\n}\n',
    'src/third.js': 'export function draw(canvas) {\n  return canvas;\n}\n',
    '.ocode/settings.json': '{ "context": { "embedding_model": "test-embed" } }',
  });
});
afterEach(() => world.end());

const QUERY = 'parse the text and split it';
const MODELS = [
  { name: 'test-model', capabilities: ['completion', 'tools'], contextLength: 32768 },
  { name: 'test-embed', capabilities: ['embedding'] },
];
const meaning = (wanted: string) => (text: string) => (text === QUERY || text.startsWith(wanted) ? [1, 0] : [0, 1]);
const listed = (value: unknown) => value as Array<{ path: string; reasons: string[] }>;

it.each(['src/first.js', 'src/second.js'])('context and -p: the file nearest in meaning comes first: %s', async (wanted) => {
  const server = await world.serve({ models: MODELS, turns: ['Done.', 'Done.'], embed: meaning(wanted) });
  const files = listed((await world.ocode(['context', QUERY, '--json'])).json().files);
  expect([files[0]?.path, files[0]?.reasons.at(-1)]).toEqual([wanted, 'similarity 1.00 (test-embed)']);
  const embedded = server.requests.filter(({ path }) => path === '/api/embed').flatMap(({ body }) => body.input);
  expect(new Set(embedded).size).toBe(embedded.length);
  expect(embedded[0]).toBe(QUERY);

  const run = await world.ask(QUERY);
  expect(run.code).toBe(0);
  const context = run.json().context as { files: unknown };
  expect(listed(context.files)[0]?.path).toBe(wanted);
  expect(server.requests.filter(({ path }) => path === '/api/embed')).toHaveLength(1);
});

it.each([
  ['a missing model', MODELS.slice(0, 1), /test-embed.*files re-ranked.*ollama pull test-embed/],
  ['a cloud model', [MODELS[0]!, { name: 'test-embed', remoteHost: 'https://example.org' }], /test-embed.*cloud model/],
])('%s is a notice; the run goes on', async (_, models, notice) => {
  const server = await world.serve({ models, turns: ['Done.'] });
  const run = await world.ask(QUERY);
  expect([run.code, run.json().result]).toEqual([0, 'Done.']);
  expect((run.json().warnings as string[]).concat(run.stderr).join('\n')).toMatch(notice);
  expect(server.requests.filter(({ path, body }) => path === '/api/embed' && models.length > 1 && body)).toHaveLength(0);
  const ranked = await world.ocode(['context', QUERY, '--json']);
  expect([ranked.code, listed(ranked.json().files).length > 0]).toEqual([0, true]);
  expect(ranked.stderr).toMatch(notice);
});

it('without a server `context` still ranks', async () => {
  const run = await world.ocode(['context', QUERY, '--json']);
  expect([run.code, listed(run.json().files)[0]?.path.startsWith('src/')]).toEqual([0, true]);
  expect(run.stderr).toMatch(/embedding_model test-embed: 0 of \d+ files re-ranked/);
});
