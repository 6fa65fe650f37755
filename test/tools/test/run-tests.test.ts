import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commandLine, planRun } from '../../../src/tools/test/plan-run.js';
import { runTests } from '../../../src/tools/test/run-tests.js';
import { type Bench, createBench } from '../support/tool-bench.js';

let bench: Bench;
afterEach(() => bench.close());

const NODE_TEST = [
  "import test from 'node:test';",
  "import assert from 'node:assert';",
  "test('adds up', () => assert.equal(1 + 1, 2));",
  "test('goes wrong here', () => {",
  '  assert.equal(1 + 1, 3);',
  '});',
  "test('outer', async (t) => {",
  "  await t.test('inner fails', () => assert.ok(false, 'inner message'));",
  '});',
  "test.skip('later', () => {});",
].join('\n');

test('node:test, really run: failures first with file and line, nested names, counts', async () => {
  bench = createBench({ 'package.json': '{"type":"module","scripts":{"test":"node --test"}}', 'test/a.test.js': NODE_TEST });
  const { text, data } = await bench.run(runTests, {});
  expect(text).toMatch(/^FAILED: 2 failed, 1 passed, 1 skipped/);
  expect(text).toMatch(/✗ goes wrong here \(test\/a\.test\.js:4\)/);
  expect(text).toMatch(/✗ outer > inner fails \(test\/a\.test\.js:8\)\n\s+inner message/);
  expect(data).toMatchObject({ framework: 'node', failed: 2 });
  const filtered = await bench.run(runTests, { filter: 'adds up', path: 'test/a.test.js' });
  expect(filtered.text).toMatch(/^PASSED/);
});

test('vitest, really run: the failing line, and a file that does not load', async () => {
  bench = createBench({
    'package.json': '{"type":"module","scripts":{"test":"vitest"}}',
    'src/a.test.ts':
      "import { expect, test } from 'vitest';\ntest('fine', () => {});\ntest('wrong (1)', () => {\n  console.log('{\"num\": 1}');\n  expect(1).toBe(2);\n});\n",
    'src/b.test.ts': "import './missing.js';\n",
  });
  symlinkSync(join(process.cwd(), 'node_modules'), join(bench.root, 'node_modules'));
  const { text } = await bench.run(runTests, {});
  expect(text).toMatch(/^FAILED: 2 failed, 1 passed/);
  expect(text).toMatch(/✗ wrong \(1\) \(src\/a\.test\.ts:5\)/);
  expect(text).toMatch(/the file could not run\) \(src\/b\.test\.ts/);
});

const PYTEST =
  'import pytest\n\ndef test_ok():\n    pass\n\ndef test_bad():\n    x = 1\n    assert x == 2, "numbers differ"\n\nclass TestBox:\n    def test_in_class(self):\n        raise ValueError("boom")\n\n@pytest.mark.skip\ndef test_later():\n    pass\n';

test('pytest, really run', async () => {
  bench = createBench({ 'tests/test_a.py': PYTEST, 'tests/test_broken.py': 'import nothing_like_this\n' });
  const { text, data } = await bench.run(runTests, { framework: 'pytest' });
  expect(data).toMatchObject({ framework: 'pytest' });
  expect(text).toMatch(/could not be collected\) \(tests\/test_broken\.py/);
  const one = await bench.run(runTests, { path: 'tests/test_a.py' });
  expect(one.text).toMatch(/^FAILED: 2 failed, 1 passed, 1 skipped/);
  expect(one.text).toMatch(/✗ test_bad \(tests\/test_a\.py:8\)\n\s+AssertionError: numbers differ/);
  expect(one.text).toMatch(/✗ TestBox\.test_in_class \(tests\/test_a\.py:12\)\n\s+ValueError: boom/);
});

test('unittest, really run', async () => {
  bench = createBench({
    'tests/test_a.py':
      'import unittest\n\nclass A(unittest.TestCase):\n    def test_ok(self):\n        pass\n\n    def test_bad(self):\n        self.assertEqual(1, 2)\n\n    def test_error(self):\n        raise KeyError("k")\n\n    @unittest.skip("later")\n    def test_later(self):\n        pass\n',
  });
  const { text, data } = await bench.run(runTests, {});
  expect(data).toMatchObject({ framework: 'unittest', passed: 1, failed: 2, skipped: 1 });
  expect(text).toMatch(/✗ A\.test_bad \(tests\/test_a\.py:8\)\n\s+AssertionError: 1 != 2/);
  expect(text).toMatch(/✗ A\.test_error \(tests\/test_a\.py:11\)\n\s+KeyError: 'k'/);
});

test('a runner that breaks before the tests shows the end of its output', async () => {
  bench = createBench({ 'package.json': '{"scripts":{"test":"node --no-such-flag --test"}}', 'test/a.test.js': NODE_TEST });
  const { text } = await bench.run(runTests, {});
  expect(text).toMatch(/FAILED \(exit code 9\)[\s\S]*no-such-flag/);
});

test('no framework, no such path', async () => {
  bench = createBench({ 'readme.md': '' });
  await expect(bench.run(runTests, {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(bench.run(runTests, { path: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
});

const DETECTION: Array<[string, Record<string, string>, object, string]> = [
  ['vitest by dependency', { 'package.json': '{"devDependencies":{"vitest":"4"}}' }, {}, 'npx --no-install vitest run --reporter=json'],
  [
    'jest by script',
    { 'package.json': '{"scripts":{"test":"jest --watch"}}' },
    { filter: 'a (b)' },
    "npx --no-install jest --json --watchAll=false --testLocationInResults '--testNamePattern=a \\(b\\)'",
  ],
  [
    'mocha by rc file',
    { 'package.json': '{}', '.mocharc.yml': '', 'test/x.js': '' },
    { path: 'test' },
    'npx --no-install mocha --no-watch --reporter=json --recursive test',
  ],
  ['node:test by import', { 'package.json': '{}', 'test/a.test.js': "import 'node:test'" }, {}, 'node --test --test-reporter=tap test/a.test.js'],
  ['node with a loader', { 'package.json': '{"scripts":{"test":"node --import tsx --test"}}' }, {}, 'node --import tsx --test --test-reporter=tap'],
  [
    'pytest by configuration',
    { 'pyproject.toml': '[tool.pytest.ini_options]\n' },
    { filter: 'x; rm -rf /' },
    "python3 -m pytest -q --tb=short -rfE --color=no -p no:cacheprovider -k 'x; rm -rf /'",
  ],
  ['unittest', { 'test/test_a.py': 'import unittest' }, {}, 'python3 -m unittest discover -s test'],
  ['go in a subfolder', { 'go.mod': '', 'pkg/a/a_test.go': '' }, { path: 'pkg/a/a_test.go', filter: 'Test A' }, 'go test -json -run=Test_A ./pkg/a'],
  [
    'cargo integration test',
    { 'Cargo.toml': '', 'tests/it.rs': '' },
    { path: 'tests/it.rs', filter: 'works' },
    'cargo test --no-fail-fast --color=never --test it -- works',
  ],
  [
    'maven wrapper',
    { 'pom.xml': '', mvnw: '', 'src/test/java/AppTest.java': '' },
    { path: 'src/test/java/AppTest.java' },
    './mvnw -B -ntp -Dtest=AppTest -Dsurefire.failIfNoSpecifiedTests=false test',
  ],
  ['gradle', { 'build.gradle.kts': '' }, { filter: 'adds' }, "gradle test --console=plain --tests '*adds*'"],
  ['rspec', { Gemfile: 'gem "rspec"', '.rspec': '' }, { path: '.' }, 'bundle exec rspec --format=json --no-color'],
];

test.each(DETECTION)('detected: %s', (_title, files, args, expected) => {
  bench = createBench(files);
  expect(commandLine(planRun(args, bench.root, bench.root).argv)).toBe(expected);
});

test('the nearest project of a monorepo decides, and the judge sees the command in its folder', () => {
  bench = createBench({
    'package.json': '{"devDependencies":{"jest":"1"}}',
    'packages/a/package.json': '{"devDependencies":{"vitest":"1"}}',
    'packages/a/src/x.test.ts': '',
  });
  const plan = planRun({ path: 'packages/a/src/x.test.ts' }, bench.root, bench.root);
  expect([plan.framework.name, plan.folder, plan.argv.at(-1)]).toEqual(['vitest', join(bench.root, 'packages/a'), 'src/x.test.ts']);
  const access = runTests.access?.({ path: 'packages/a/src/x.test.ts' }, bench.context);
  expect(access).toContainEqual({ kind: 'execute', command: commandLine(plan.argv), cwd: plan.folder });
});
