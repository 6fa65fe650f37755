import { expect, test } from 'vitest';
import { describeReport } from '../../../src/tools/test/describe-report.js';
import { readCargo, readGo, readGradle, readMaven } from '../../../src/tools/test/read-compiled.js';
import { readJest, readMocha } from '../../../src/tools/test/read-javascript.js';
import { readPytest } from '../../../src/tools/test/read-python.js';
import { readRspec } from '../../../src/tools/test/read-rspec.js';
import { placeIn } from '../../../src/tools/test/report.js';

const out = (stdout: string, stderr = '') => ({ stdout, stderr });

test('go test -json: subtests tell more than their parents; a package that does not build fails', () => {
  const events = [
    { Action: 'output', Package: 'ex.org/a', Test: 'TestSum/neg', Output: '=== RUN   TestSum/neg\n' },
    { Action: 'output', Package: 'ex.org/a', Test: 'TestSum/neg', Output: '    sum_test.go:12: got 3, want 2\n' },
    { Action: 'fail', Package: 'ex.org/a', Test: 'TestSum/neg', Elapsed: 0 },
    { Action: 'fail', Package: 'ex.org/a', Test: 'TestSum' },
    { Action: 'pass', Package: 'ex.org/a', Test: 'TestOk' },
    { Action: 'skip', Package: 'ex.org/a', Test: 'TestLater' },
    { Action: 'fail', Package: 'ex.org/a' },
    { Action: 'output', Package: 'ex.org/b', Output: 'FAIL\tex.org/b [build failed]\n' },
    { Action: 'fail', Package: 'ex.org/b' },
  ];
  const report = readGo(out(events.map((event) => JSON.stringify(event)).join('\n'), '# ex.org/b\nb/b.go:3:5: undefined: x\n'), '/p');
  expect(report).toMatchObject({ passed: 1, failed: 2, skipped: 1 });
  expect(report?.failures[0]).toEqual({ name: 'ex.org/a TestSum/neg', file: 'sum_test.go', line: 12, message: 'sum_test.go:12: got 3, want 2' });
  expect(report?.failures[1]).toMatchObject({ name: 'ex.org/b (did not build or run)', file: 'b/b.go', line: 3 });
});

test('cargo: recorded from cargo 1.9x', () => {
  const stdout = `
running 3 tests
test tests::adds ... ok
test tests::later ... ignored
test tests::fails ... FAILED

failures:

---- tests::fails stdout ----

thread 'tests::fails' (25140) panicked at src/lib.rs:8:18:
assertion \`left == right\` failed: sums differ
  left: 2
 right: 3
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace


failures:
    tests::fails

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.23s


running 0 tests

test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;
  const report = readCargo(out(stdout), '/p');
  expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
  expect(report?.failures).toMatchObject([{ name: 'tests::fails', file: 'src/lib.rs', line: 8, message: expect.stringContaining('left: 2') }]);
  const broken = readCargo(
    out(
      '',
      'error[E0425]: cannot find value `c` in this scope\n --> src/lib.rs:1:41\n  |\n1 | a + c\n\nerror: could not compile `demo` (lib) due to 1 previous error\n',
    ),
    '/p',
  );
  expect(broken?.failures).toMatchObject([{ name: '(does not compile)', file: 'src/lib.rs', line: 1 }]);
});

test('maven surefire', () => {
  const stdout = `[INFO] Running com.example.AppTest
[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! -- in com.example.AppTest
[ERROR] com.example.AppTest.adds -- Time elapsed: 0.005 s <<< FAILURE!
org.opentest4j.AssertionFailedError: expected: <3> but was: <2>
	at org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
	at com.example.AppTest.adds(AppTest.java:12)

[ERROR] com.example.AppTest.crashes -- Time elapsed: 0.001 s <<< ERROR!
java.lang.IllegalStateException: boom
	at com.example.App.run(App.java:7)

[INFO] Results:
[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
[INFO] BUILD FAILURE
`;
  const report = readMaven(out(stdout), '/p');
  expect(report).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
  expect(report?.failures).toMatchObject([
    { name: 'com.example.AppTest.adds', file: 'AppTest.java', line: 12 },
    { name: 'com.example.AppTest.crashes', file: 'App.java', line: 7 },
  ]);
  const broken = readMaven(out('[ERROR] COMPILATION ERROR : \n[ERROR] /p/src/main/java/App.java:[5,9] cannot find symbol\n'), '/p');
  expect(broken?.failures).toMatchObject([{ file: 'src/main/java/App.java', line: 5, message: 'cannot find symbol' }]);
});

test('gradle', () => {
  const stdout = `> Task :test FAILED

AppTest > adds() FAILED
    org.opentest4j.AssertionFailedError: expected: <3> but was: <2>
        at app//org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
        at app//com.example.AppTest.adds(AppTest.java:12)

3 tests completed, 1 failed, 1 skipped
`;
  expect(readGradle(out(stdout, 'FAILURE: Build failed'), '/p')).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: [{ name: 'AppTest > adds()', file: 'AppTest.java', line: 12 }],
  });
});

test('rspec', () => {
  const json = {
    version: '3.13.0',
    messages: [],
    examples: [
      { full_description: 'Box opens', status: 'passed', file_path: './spec/box_spec.rb', line_number: 3 },
      {
        full_description: 'Box closes',
        status: 'failed',
        file_path: './spec/box_spec.rb',
        line_number: 7,
        exception: { class: 'X', message: '\nexpected: 1\n     got: 2', backtrace: ['/gems/rspec/support.rb:1:in x', './spec/box_spec.rb:9:in `block'] },
      },
    ],
    summary: { duration: 0.1, example_count: 2, failure_count: 1, pending_count: 0, errors_outside_of_examples_count: 0 },
    summary_line: '2 examples, 1 failure',
  };
  expect(readRspec(out(`warning\n${JSON.stringify(json)}\n`), '/p')).toMatchObject({
    passed: 1,
    failed: 1,
    failures: [{ name: 'Box closes', file: 'spec/box_spec.rb', line: 9 }],
  });
});

test('jest', () => {
  const json = {
    numFailedTestSuites: 1,
    numFailedTests: 1,
    numPassedTests: 2,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      {
        name: '/p/src/a.test.js',
        status: 'failed',
        message: '…',
        assertionResults: [
          { fullName: 'adds', status: 'passed', failureMessages: [], location: { line: 1, column: 1 } },
          {
            fullName: 'fails',
            status: 'failed',
            failureMessages: ['Error: no\n    at Object.<anonymous> (/p/src/a.test.js:5:9)\n    at node_modules/jest/x.js:1:1'],
            location: { line: 4, column: 1 },
          },
        ],
      },
    ],
  };
  expect(readJest(out(`console.log noise\n${JSON.stringify(json)}`), '/p')).toMatchObject({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: [{ name: 'fails', file: 'src/a.test.js', line: 5 }],
  });
});

test('mocha', () => {
  const json = {
    stats: { suites: 1, tests: 2, passes: 1, pending: 0, failures: 1 },
    failures: [
      {
        title: 'x',
        fullTitle: 'Box x',
        file: '/p/test/a.js',
        err: { message: 'no', stack: 'AssertionError: no\n    at Context.<anonymous> (test/a.js:6:12)' },
      },
    ],
  };
  expect(readMocha(out(`printed by a test { }\n${JSON.stringify(json, null, 2)}\n`), '/p')).toMatchObject({
    passed: 1,
    failed: 1,
    failures: [{ name: 'Box x', file: 'test/a.js', line: 6 }],
  });
});

test.each([
  [readJest, 'jest'],
  [readMocha, 'mocha'],
  [readPytest, 'pytest'],
  [readGo, 'go'],
  [readCargo, 'cargo'],
  [readMaven, 'maven'],
  [readGradle, 'gradle'],
  [readRspec, 'rspec'],
])('%o: an output without a report is no report', (read) => {
  for (const text of ['', 'command not found', '{"a": [', '{"examples": 1}']) expect(read(out(text, text), '/p')).toBeUndefined();
});

test('a long report is cut, with the names of the rest', () => {
  const failures = Array.from({ length: 60 }, (_, index) => ({ name: `test ${index}`, message: 'x\n'.repeat(40) }));
  const text = describeReport({ passed: 1, failed: 60, skipped: 0, failures }, 'npx vitest', 2000);
  expect(text.length).toBeLessThan(3200);
  expect(text).toMatch(/more failures/);
});

test.each([
  ['    at /p/src/a.ts:5:13', { file: 'src/a.ts', line: 5 }],
  ['at file:///p/a b/c.mjs:7:1', { file: 'a b/c.mjs', line: 7 }],
  ['at node:internal/x.js:1:1 at /p/node_modules/x/y.js:2:2 at lib/z.js:3', { file: 'lib/z.js', line: 3 }],
  ['nothing here', undefined],
])('place in %s', (text, expected) => {
  if (expected?.file === 'a b/c.mjs') return expect(placeIn(text, '/p/a b')).toEqual({ file: 'c.mjs', line: 7 });
  expect(placeIn(text, '/p')).toEqual(expected);
});

test.each([
  ['at C:\\proj\\src\\sum.test.ts:12:5', 'C:\\proj', 'src/sum.test.ts'],
  ['at file:///C:/proj/src/sum.test.ts:12:5', 'C:\\proj', 'src/sum.test.ts'],
  ['at c:\\Proj\\src\\sum.test.ts:12:5', 'C:\\proj', 'src/sum.test.ts'],
  ['at /proj/src/sum.test.ts:12:5', '/proj', 'src/sum.test.ts'],
])('%s below %s is %s', (text, folder, file) => {
  expect(placeIn(text, folder)).toEqual({ file, line: 12 });
});
