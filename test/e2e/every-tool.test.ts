import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
const NOTEBOOK = {
  cells: [{ cell_type: 'code', id: 'one', metadata: {}, source: 'x = 1', execution_count: null, outputs: [] }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};
const FILES = {
  'src/a.js': "import { b } from './b.js';\n// TODO: name it\nexport function start() {\n  return b();\n}\n",
  'src/b.js': 'export const b = () => 1;\n',
  'a.txt': 'two\none\none\n',
  'a.json': '{\n  "a": 1\n}\n',
  'a.yaml': '# kept\na: 1\n? {b: 2}\n: collection as a key\n',
  'a.ipynb': `${JSON.stringify(NOTEBOOK, null, 1)}\n`,
  'page.test.js': "import test from 'node:test';\ntest('works', () => {});\n",
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
};

beforeAll(() => {
  world.files(FILES);
  world.git('init', '-q', '-b', 'main');
  world.git('add', '-A');
  world.git('commit', '-q', '-m', 'first words');
  world.files({ '.ocode/settings.json': '{"permissions":{"allow_shell_exec":true}}' });
});
afterAll(() => world.end());

/** Each tool in the built program, with what its result must say. In this order: some see what those before them did. */
const CALLS: Array<[tool: string, args: Record<string, unknown>, says: RegExp]> = [
  ['git_status', {}, /main/],
  ['read', { path: 'a.txt' }, /two/],
  ['ls', {}, /a\.txt/],
  ['glob', { pattern: '**/*.js' }, /src\/a\.js/],
  ['grep', { pattern: 'start' }, /src\/a\.js/],
  ['find_symbol', { name: 'start' }, /return b\(\)/],
  ['find_references', { symbol: 'b' }, /src\/a\.js/],
  ['dependencies', { path: 'src/b.js', direction: 'both' }, /src\/a\.js/],
  ['complexity', {}, /start/],
  ['todos', {}, /name it/],
  ...['overview', 'structure', 'dependencies', 'cycles', 'hubs', 'diagram'].map((view): [string, Record<string, unknown>, RegExp] => [
    'architecture',
    { view },
    /./,
  ]),
  ['bash', { command: 'echo "from $((1 + 1)) shells"' }, /from 2 shells/],
  ['edit', { path: 'a.txt', edits: [{ old_text: 'two', new_text: 'three' }] }, /\+three/],
  ['write', { path: 'b.txt', content: 'three\n' }, /b\.txt/],
  ['file_ops', { action: 'copy', path: 'b.txt', to: 'c.txt' }, /c\.txt/],
  ['diff', { a: 'a.txt', b: 'b.txt' }, /-one/],
  ['text', { action: 'uniq', path: 'a.txt' }, /one/],
  ['git_diff', {}, /three/],
  ['git_log', {}, /first words/],
  ['git_branch', { action: 'list' }, /main/],
  ['git_stash', { action: 'list' }, /./],
  ['git_commit', { message: 'second words', paths: ['a.txt'] }, /second words/],
  ['run_tests', {}, /pass/i],
  ['json_yaml', { action: 'query', path: 'a.json', query: '$.a' }, /^1$/],
  ['json_yaml', { action: 'query', path: 'a.yaml', query: '$.a' }, /^1$/],
  ['json_yaml', { action: 'validate', path: 'a.yaml' }, /valid/],
  ['json_yaml', { action: 'set', path: 'a.yaml', query: '$.a', value: 2 }, /Set/],
  ['json_yaml', { action: 'convert', path: 'a.yaml', to: 'json' }, /"a": 2/],
  ['json_yaml', { action: 'convert', path: 'a.json', to: 'yaml' }, /a: 1/],
  ['notebook_read', { path: 'a.ipynb' }, /x = 1/],
  ['notebook_edit', { path: 'a.ipynb', cell: 0, action: 'replace', source: 'x = 2' }, /Replaced/],
  ['env', {}, /PATH/],
  ['processes', {}, /node/],
  ['which', { name: 'git' }, /git/],
  ['remember', { text: 'tabs are eight wide' }, /./],
  ['recall', { query: 'tabs' }, /eight/],
  ['think', { thought: 'hm' }, /./],
  ['plan', { steps: [{ text: 'begin', status: 'in_progress' }] }, /begin/],
  ['more_tools', { set: 'git' }, /git_log/],
];

/** Tools that need a network or a model of their own, and the one that only calls others; they have tests with servers. */
const ELSEWHERE = ['fetch', 'ping', 'agent', 'use_tool'];

describe('the built program', () => {
  it('every tool is in this test', async () => {
    const tools = JSON.parse((await world.ocode(['tools', 'list', '--json'])).stdout) as Array<{ name: string }>;
    expect(tools.map(({ name }) => name).sort()).toEqual([...new Set([...CALLS.map(([name]) => name), ...ELSEWHERE])].sort());
  });

  it.each(CALLS)('%s %j', async (tool, args, says) => {
    const flags = ['--permission-mode', 'full', '--trust', '--json'];
    const env = { GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.org' };
    const run = await world.ocode(['tools', 'run', tool, JSON.stringify(args), ...flags], { env });
    const result = run.json() as { ok: boolean; text: string };
    expect([run.code, result.ok, result.text], run.stdout).toEqual([0, true, expect.stringMatching(says)]);
    // A package that warns by itself would write the words of the file to the terminal.
    expect(run.stderr).not.toMatch(/Warning|node:\d+/);
  });
});
