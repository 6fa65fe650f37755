import { z } from 'zod';
import { parseJson } from '../../lib/parse-json.js';
import { failure, type ReadReport } from './report.js';

const rspecJson = z.object({
  examples: z.array(
    z.object({
      full_description: z.string(),
      status: z.string(),
      file_path: z.string(),
      line_number: z.number(),
      exception: z.object({ class: z.string().optional(), message: z.string(), backtrace: z.array(z.string()).nullish() }).nullish(),
    }),
  ),
  summary: z.object({
    example_count: z.number(),
    failure_count: z.number(),
    pending_count: z.number(),
    errors_outside_of_examples_count: z.number().default(0),
  }),
  messages: z.array(z.string()).default([]),
});

/** rspec --format json: one line. */
export const readRspec: ReadReport = ({ stdout }, folder) => {
  const line = stdout.split('\n').findLast((each) => each.includes('"examples":') && each.includes('{'));
  const parsed = line === undefined ? undefined : rspecJson.safeParse(parseJson(line.slice(line.indexOf('{')))).data;
  if (!parsed) return undefined;
  const { summary, examples, messages } = parsed;
  const outside = summary.errors_outside_of_examples_count;
  const failures = examples
    .filter(({ status }) => status === 'failed')
    .map(({ full_description, file_path, line_number, exception }) => {
      const file = file_path.replace(/^\.\//, '');
      const own = exception?.backtrace?.map((frame) => /^(.+?):(\d+)/.exec(frame)).find((frame) => frame?.[1]?.replace(/^\.\//, '').endsWith(file));
      return failure(full_description, exception?.message ?? '', folder, { file, line: own ? Number(own[2]) : line_number });
    });
  if (outside > 0) failures.push(failure('(outside of the examples)', messages.join('\n'), folder));
  return {
    passed: summary.example_count - summary.failure_count - summary.pending_count,
    failed: summary.failure_count + outside,
    skipped: summary.pending_count,
    failures,
  };
};
