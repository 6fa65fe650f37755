import { z } from 'zod';
import { parseJson } from '../../lib/parse-json.js';
import { failure, type ReadReport, type TestReport } from './report.js';

const jestJson = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number().default(0),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().nullish(),
      status: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          location: z.object({ line: z.number() }).nullish(),
        }),
      ),
    }),
  ),
});

/** The JSON reporter of jest, which vitest writes too: one line among whatever the tests printed. */
export const readJest: ReadReport = ({ stdout, stderr }, folder) => {
  const json = findJson(`${stdout}\n${stderr}`, (line) => /^\{"num|^\{"snapshot|^\{"testResults/.test(line));
  const parsed = jestJson.safeParse(json);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const report: TestReport = { passed: data.numPassedTests, failed: data.numFailedTests, skipped: data.numPendingTests + data.numTodoTests, failures: [] };
  for (const suite of data.testResults) {
    for (const test of suite.assertionResults.filter(({ status }) => status === 'failed')) {
      const message = (test.failureMessages ?? []).join('\n');
      const place = failure(test.fullName, message, folder);
      const line = place.line ?? test.location?.line;
      report.failures.push(place.file === undefined ? failure(test.fullName, message, folder, { file: suite.name, line }) : place);
    }
    if (suite.status !== 'failed' || suite.assertionResults.some(({ status }) => status === 'failed')) continue;
    report.failed += 1;
    report.failures.push(failure('(the file could not run)', suite.message ?? '', folder, { file: suite.name }));
  }
  return report;
};

const mochaTest = z.object({
  fullTitle: z.string(),
  file: z.string().nullish(),
  err: z.object({ message: z.string().optional(), stack: z.string().optional() }).default({}),
});
const mochaJson = z.object({ stats: z.object({ passes: z.number(), pending: z.number(), failures: z.number() }), failures: z.array(mochaTest) });

/** mocha --reporter json: an indented object after whatever the tests printed. */
export const readMocha: ReadReport = ({ stdout }, folder) => {
  const starts = [...stdout.matchAll(/^\{\s*"stats"/gm)].map((match) => match.index).reverse();
  for (const start of starts) {
    const parsed = mochaJson.safeParse(parseJson(stdout.slice(start, stdout.lastIndexOf('}') + 1)));
    if (!parsed.success) continue;
    const { stats, failures } = parsed.data;
    return {
      passed: stats.passes,
      failed: stats.failures,
      skipped: stats.pending,
      failures: failures.map(({ fullTitle, file, err }) => {
        const found = failure(fullTitle, err.stack ?? err.message ?? '', folder);
        return found.file === undefined && file ? failure(fullTitle, found.message, folder, { file }) : found;
      }),
    };
  }
  return undefined;
};

/** The last line that is a JSON document and looks right. */
function findJson(text: string, looksRight: (line: string) => boolean): unknown {
  const lines = text.split('\n').filter(looksRight);
  for (const line of lines.reverse()) {
    const value = parseJson(line);
    if (value !== undefined) return value;
  }
  return undefined;
}
