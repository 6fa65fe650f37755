import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { isToolError, ToolError } from '../../contract/error.js';
import type { Access } from '../../contract/security.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { type ProcessResult, runProcess } from '../../lib/process.js';
import { stripEscapes } from '../../lib/sanitize.js';
import { describeReport, tail } from './describe-report.js';
import { FRAMEWORKS } from './framework.js';
import { commandLine, planRun, type TestPlan } from './plan-run.js';
import type { TestReport } from './report.js';

/** A test suite may take longer than other tools. Seconds. */
const LEAST_TIMEOUT = 300;
const MAX_OUTPUT = 16_000_000;

/** `run_tests`: detects the framework, runs it without a shell and without watching, and returns failures first. */
export const runTests = defineTool({
  name: 'run_tests',
  description: 'Run tests (framework detected); failures first.',
  input: () =>
    z.object({
      path: z.string().min(1).optional().describe('file or folder'),
      filter: z.string().min(1).optional().describe('part of a test name'),
      framework: z.enum(FRAMEWORKS).optional(),
    }),
  set: 'test',
  kind: 'execute',
  aliases: ['test_runner', 'test', 'run_test'],
  argAliases: { file: 'path', pattern: 'filter', test_name: 'filter', name: 'filter', grep: 'filter', runner: 'framework' },
  coerce: (raw) => (/^node[:_-]?test$/.test(String(raw.framework)) ? { ...raw, framework: 'node' } : raw),
  access(args, place): Access[] {
    const path: Access[] = args.path === undefined ? [] : [{ kind: 'read', path: args.path }];
    try {
      const { argv, folder } = planRun(args, place.root, place.cwd);
      return [...path, { kind: 'execute', command: commandLine(argv), cwd: folder }];
    } catch (error) {
      // Nothing will run: the same error comes again, with its code, from `run`.
      if (isToolError(error)) return path;
      throw error;
    }
  },
  async run(args, context) {
    if (args.path !== undefined) context.files.resolve(args.path, 'list');
    const plan = planRun(args, context.root, context.cwd);
    const line = commandLine(plan.argv);
    context.progress(line);
    const result = await start(plan, context);
    const output = { stdout: stripEscapes(result.stdout), stderr: stripEscapes(result.stderr) };
    const where = context.guard.display(plan.folder) || '.';
    const report = fromRoot(plan.framework.read(output, plan.folder), where);
    const data = { framework: plan.framework.name, command: line, folder: where, exit_code: result.exitCode ?? null, ...(report ?? {}) };
    if (report && (report.failed > 0 || result.exitCode === 0)) return { text: describeReport(report, line, context.budget), data };
    // The runner failed without a failing test (a bad option, no tests, a crash), or wrote what we cannot read.
    const state = result.exitCode === 0 ? 'passed (exit code 0)' : `FAILED (exit code ${result.exitCode ?? result.signal ?? '?'})`;
    return { text: `${line}: ${state}\n${tail(stripEscapes(result.output), context.budget - 300)}`, data };
  },
});

/** Files as the model names them: relative to the root, not to the package. */
function fromRoot(report: TestReport | undefined, folder: string): TestReport | undefined {
  if (!report || folder === '.') return report;
  const failures = report.failures.map((each) => (each.file === undefined || isAbsolute(each.file) ? each : { ...each, file: `${folder}/${each.file}` }));
  return { ...report, failures };
}

async function start(plan: TestPlan, context: ToolContext): Promise<ProcessResult> {
  const [file = '', ...args] = plan.argv;
  const command = await context.sandbox.program(file, args, plan.folder);
  const timeout = Math.max(context.settings.timeout, LEAST_TIMEOUT);
  // NODE_TEST_CONTEXT would make a nested `node --test` report to a parent that is not there.
  const { NODE_TEST_CONTEXT: _outer, ...env } = command.env;
  const result = await runProcess({
    ...command,
    env: { ...env, CI: '1', NO_COLOR: '1', FORCE_COLOR: '0', PYTHONDONTWRITEBYTECODE: '1' },
    timeout: timeout * 1000,
    maxOutput: MAX_OUTPUT,
    signal: context.signal,
  });
  if (result.cancelled) throw new ToolError('cancelled', 'cancelled');
  if (result.timedOut) {
    throw new ToolError(
      'timeout',
      `${commandLine(plan.argv)} did not end within ${timeout} s; run fewer with path or filter.\n${tail(stripEscapes(result.output), 3000)}`,
    );
  }
  if (result.startError !== undefined) throw new ToolError('failed', `${plan.framework.name} could not be started: ${file} is not installed or not executable`);
  return result;
}
