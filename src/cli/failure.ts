import { EMPTY_RESULT } from '../contract/empty-result.js';
import { type ErrorCode, EXIT_CODES, isOCodeError, OCodeError, signalExit, subtypeOf } from '../contract/error.js';
import type { RunResult } from '../contract/result.js';
import { errorLine } from '../render/index.js';
import { writeErrorNow } from './output.js';

/** The result object of a run that failed before it had an engine. */
function earlyResult(error: { code: ErrorCode; message: string; hint?: string | undefined }, warnings: readonly string[] = []): RunResult {
  const subtype = subtypeOf(error.code);
  return {
    ...EMPTY_RESULT,
    subtype,
    is_error: true,
    cwd: safeCwd(),
    stop_reason: error.code,
    warnings: [...warnings],
    error: { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) },
    exit_code: EXIT_CODES[subtype],
  };
}

/** Tells a failure in the form that was asked for and returns the exit code. `sessionId`: of the session that holds the question. */
export function report(error: OCodeError, format: string, warnings: readonly string[] = [], sessionId = ''): number {
  const early = { ...earlyResult(error, warnings), session_id: sessionId };
  const result = error.code === 'interrupted' ? { ...early, exit_code: signalExit(error.details.signal) } : early;
  writeErrorNow(errorLine(error));
  if (format === 'data') process.stdout.write(`${JSON.stringify(dataFailure(error, result.exit_code), null, 2)}\n`);
  if (format === 'json') process.stdout.write(`${JSON.stringify(result)}\n`);
  if (format === 'stream-json') process.stdout.write(`${JSON.stringify({ ...result, seq: 0 })}\n`);
  return result.exit_code;
}

/** What a command with --json prints instead of its data. */
function dataFailure({ code, message, hint }: OCodeError, exitCode: number): Record<string, unknown> {
  return { ok: false, code, text: message, ...(hint ? { hint } : {}), exit_code: exitCode };
}

/** The output format a command line asks for, also when the rest of it is wrong; `data` for a command with --json. */
export function wantedFormat(args: readonly string[], env: NodeJS.ProcessEnv): string {
  const end = args.indexOf('--');
  const flags = end < 0 ? args : args.slice(0, end);
  for (const [index, arg] of flags.entries()) {
    const [flag, value] = arg.split('=', 2);
    if (flag === '--output-format' || flag === '--out') return value ?? flags[index + 1] ?? 'text';
  }
  if (flags.includes('--json')) return 'data';
  return env.OCODE_OUTPUT_FORMAT ?? 'text';
}

/** What nobody expected is a bug: told in one line, in the form that was asked for; where it happened is for --debug. */
export function asExpected(error: unknown): OCodeError {
  if (isOCodeError(error)) return error;
  if (isSystemError(error)) return new OCodeError('usage', `the system refused: ${error.message}`, { cause: error });
  if (process.argv.includes('--debug')) writeErrorNow(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new OCodeError('internal', `this is a bug: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
    hint: 'please report it; --debug says where',
  });
}

/** A disk that is full or read-only, a folder that is a file: nobody's bug. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    'syscall' in error &&
    /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOENT|ENOTDIR|EISDIR|EEXIST|EMFILE|ENFILE|EIO)$/.test(`${(error as NodeJS.ErrnoException).code}`)
  );
}

/** Runs an action; an expected failure becomes its message and exit code. */
export async function guarded(format: string, action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    return report(asExpected(error), format);
  }
}

function safeCwd(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
