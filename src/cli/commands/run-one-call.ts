import { isToolError, OCodeError } from '../../contract/error.js';
import { type Road, runTool } from '../../engine/run-tool.js';
import type { Workbench } from '../compose.js';
import { interruption } from '../signals.js';
import { tell, tellNotices } from '../tell.js';
import { printData } from './print-data.js';

const EXIT_TOOL_FAILED = 11;
const EXIT_DENIED = 8;

export interface OneCall {
  /** The road and the tool's name on it. Throws what makes the call impossible: a ToolError is its outcome. */
  find(signal: AbortSignal): Promise<{ road: Road; name: string }>;
  args: Record<string, unknown>;
  json: boolean;
  /** What people and programs get of the text that a model would get. */
  shown?(text: string): string;
}

/** Runs one tool with all the checks of a run and prints its result. Returns the exit code. */
export async function runOneCall(bench: Workbench, { find, args, json, shown = (text) => text }: OneCall): Promise<number> {
  const { options } = bench;
  const stop = interruption();
  try {
    const found = await find(stop.signal).catch(failureOf);
    const outcome =
      'ok' in found
        ? found
        : await runTool(
            found.road,
            { id: 'cli', name: found.name, args },
            (event) => {
              if (event.type === 'tool_progress' && !json && !options.quiet) tell(event.text);
            },
            stop.signal,
          );
    // Why a server cannot be used stands in the outcome already.
    const told = bench.mcp.status().flatMap(({ error }) => (error !== undefined && outcome.text.includes(error) ? [error] : []));
    tellNotices(
      options,
      bench.warnings.filter((notice) => !told.some((error) => notice.endsWith(error))),
    );
    const text = shown(outcome.text);
    const data = outcome.ok ? { ok: true, text, ...(outcome.data === undefined ? {} : { data: outcome.data }) } : { ok: false, code: outcome.code, text };
    if (outcome.ok || json) printData(json, data, () => [text]);
    else tell(`${outcome.code}: ${text}`);
    if (outcome.ok) return 0;
    return stop.exitCode ?? (outcome.code === 'denied' ? EXIT_DENIED : EXIT_TOOL_FAILED);
  } finally {
    stop.dispose();
  }
}

function failureOf(error: unknown): { ok: false; code: string; text: string; data?: undefined } {
  if (!isToolError(error) || error.code === 'cancelled') throw error;
  return { ok: false, code: error.code, text: error.message };
}

/** Throws OCodeError `usage` for what is no JSON object. */
export function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new OCodeError('usage', `the arguments are not JSON: ${(cause as Error).message}`, { cause, hint: `for example '{"path": "src/a.ts"}'` });
  }
  throw new OCodeError('usage', 'the arguments must be a JSON object', { hint: `for example '{"path": "src/a.ts"}'` });
}
