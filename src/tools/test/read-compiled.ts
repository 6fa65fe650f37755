import { z } from 'zod';
import { parseJson } from '../../lib/parse-json.js';
import { failure, type ReadReport, type TestFailure, type TestReport } from './report.js';

const goEvent = z.object({ Action: z.string(), Package: z.string().default(''), Test: z.string().optional(), Output: z.string().optional() });

/** go test -json: one event a line (cmd/test2json). A package that does not build fails without a test. */
export const readGo: ReadReport = ({ stdout, stderr }, folder) => {
  const report: TestReport = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const outputs = new Map<string, string>();
  const failedTests: Array<{ pack: string; test: string }> = [];
  const failedPackages: string[] = [];
  let events = 0;
  for (const line of stdout.split('\n')) {
    const event = line.startsWith('{') ? goEvent.safeParse(parseJson(line)).data : undefined;
    if (!event) continue;
    events += 1;
    const key = `${event.Package}\0${event.Test ?? ''}`;
    if (event.Action === 'output') outputs.set(key, (outputs.get(key) ?? '') + (event.Output ?? ''));
    else if (event.Test === undefined) {
      if (event.Action === 'fail') failedPackages.push(event.Package);
    } else if (event.Action === 'pass') report.passed += 1;
    else if (event.Action === 'skip') report.skipped += 1;
    else if (event.Action === 'fail') failedTests.push({ pack: event.Package, test: event.Test });
  }
  if (events === 0) return undefined;
  // A test with failing subtests fails too: the subtest tells more.
  const leaves = failedTests.filter(({ pack, test }) => !failedTests.some((other) => other.pack === pack && other.test.startsWith(`${test}/`)));
  for (const { pack, test } of leaves) report.failures.push(goFailure(pack, test, outputs.get(`${pack}\0${test}`) ?? '', folder));
  for (const pack of failedPackages) {
    if (failedTests.some((test) => test.pack === pack)) continue;
    report.failures.push(failure(`${pack} (did not build or run)`, `${outputs.get(`${pack}\0`) ?? ''}${stderr}`, folder));
  }
  report.failed = report.failures.length;
  return report;
};

function goFailure(pack: string, test: string, output: string, folder: string): TestFailure {
  const message = output
    .split('\n')
    .filter((line) => !/^\s*(=== |--- )/.test(line))
    .join('\n');
  const found = failure(test, message, folder);
  // test2json gives the bare file name; the package says where it lies.
  return found.file !== undefined && !found.file.includes('/') ? { ...found, name: `${pack} ${test}` } : found;
}

/** cargo test: `---- name stdout ----` blocks and one `test result:` line a binary. */
export const readCargo: ReadReport = ({ stdout, stderr }, folder) => {
  const results = [...stdout.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  if (results.length === 0) {
    const errors = [...stderr.matchAll(/^error(?:\[E\d+\])?: .*(?:\n(?!error|warning).*)*/gm)].map((match) => match[0]).filter((text) => /-->/.test(text));
    if (errors.length === 0) return undefined;
    return { passed: 0, failed: errors.length, skipped: 0, failures: errors.map((text) => failure('(does not compile)', text, folder)) };
  }
  const sum = (group: number): number => results.reduce((total, match) => total + Number(match[group]), 0);
  const failures = [...stdout.matchAll(/^---- (.+?) stdout ----\n([\s\S]*?)(?=^---- |^failures:|^test result)/gm)].map(([, name = '', body = '']) =>
    failure(name, body.replace(/^note: run with .*$/m, ''), folder),
  );
  return { passed: sum(1), failed: sum(2), skipped: sum(3), failures };
};

/** Maven (surefire): a line a failed test, a summary, and totals. */
export const readMaven: ReadReport = ({ stdout }, folder) => {
  const totals = [...stdout.matchAll(/^\[(?:INFO|ERROR|WARNING)\] Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)$/gm)].at(-1);
  if (!totals) {
    const errors = [...stdout.matchAll(/^\[ERROR\] (\/?\S+\.(?:java|kt)):\[(\d+),\d+\] (.*)$/gm)];
    if (errors.length === 0) return undefined;
    const unique = new Map(errors.map((match) => [`${match[1]}:${match[2]}:${match[3]}`, match]));
    const failures = [...unique.values()].map((match) => failure('(does not compile)', match[3] ?? '', folder, { file: match[1], line: Number(match[2]) }));
    return { passed: 0, failed: failures.length, skipped: 0, failures };
  }
  const [run = 0, failed = 0, errors = 0, skipped = 0] = totals.slice(1).map(Number);
  const failures: TestFailure[] = [];
  for (const match of stdout.matchAll(
    /^\[ERROR\] (?:(?!Tests run)(\S+?)(?:\(([\w.$]+)\))?) (?:--|Time elapsed).*<<< (?:FAILURE|ERROR)!.*\n((?:(?!\[(?:INFO|ERROR|WARNING)\]).*\n?)*)/gm,
  )) {
    const [, name = '', owner, body = ''] = match;
    failures.push(failure(owner ? `${owner}.${name}` : name, body, folder, javaPlace(body)));
  }
  return { passed: run - failed - errors - skipped, failed: failed + errors, skipped, failures };
};

/** Gradle's plain console: `Class > test() FAILED` with an indented trace. */
export const readGradle: ReadReport = ({ stdout, stderr }, folder) => {
  const failures = [...stdout.matchAll(/^(\S.* > .+) FAILED\n((?: {4}.*\n|\n)*)/gm)].map(([, name = '', body = '']) =>
    failure(name, body.replace(/^ {4}/gm, ''), folder, javaPlace(body)),
  );
  const totals = /^(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?/m.exec(stdout);
  if (totals) {
    const [run = 0, failed = 0, skipped = 0] = totals.slice(1).map((text) => Number(text ?? 0));
    return { passed: run - failed - skipped, failed, skipped, failures };
  }
  const each = (word: string): number => [...stdout.matchAll(new RegExp(`^\\S.* > .+ ${word}$`, 'gm'))].length;
  if (!/^BUILD SUCCESSFUL/m.test(stdout + stderr)) return undefined;
  return { passed: each('PASSED'), failed: 0, skipped: each('SKIPPED'), failures };
};

/** `at Class.method(File.java:12)`: the first frame that is not of the framework. */
function javaPlace(trace: string): { file: string; line: number } | undefined {
  for (const match of trace.matchAll(/at (?:[\w.]*\/)*([\w.$<>]+)\((\w+\.(?:java|kt|groovy|scala)):(\d+)\)|at (\w+\.(?:java|kt|groovy|scala)):(\d+)/g)) {
    if (/^(?:org\.(?:junit|testng|hamcrest|assertj|opentest4j)|java|jdk|sun)\./.test(match[1] ?? '')) continue;
    const file = match[2] ?? match[4];
    if (file !== undefined) return { file, line: Number(match[3] ?? match[5]) };
  }
  return undefined;
}
