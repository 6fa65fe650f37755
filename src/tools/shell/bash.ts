import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { runProcess } from '../../lib/process.js';
import { stripEscapes } from '../../lib/sanitize.js';
import { truncateLines } from '../../lib/truncate.js';

const MAX_TIMEOUT = 3600;
/** Kept while it runs, so that its end can be shown; the model sees far less. */
const MAX_OUTPUT = 10 * 1024 * 1024;

export const bash = defineTool({
  name: 'bash',
  description: 'Run a shell command, timeout in seconds',
  input: () =>
    z.object({
      command: z.string().min(1),
      timeout: z.number().positive().max(MAX_TIMEOUT).optional(),
      cwd: z.string().optional(),
    }),
  aliases: ['run_command', 'shell_command', 'execute_command', 'run_shell_command', 'run_terminal_cmd', 'shell', 'script', 'terminal', 'exec'],
  argAliases: { cmd: 'command', script: 'command', working_directory: 'cwd', workdir: 'cwd', directory: 'cwd', dir: 'cwd', timeout_seconds: 'timeout' },
  set: 'core',
  kind: 'execute',
  access: ({ command, cwd }) => [{ kind: 'execute', command, ...(cwd === undefined ? {} : { cwd }) }],
  run: async ({ command, timeout, cwd }, context) => {
    const folder = cwd === undefined || cwd === '' ? context.cwd : context.files.resolve(cwd, 'list');
    const stats = await context.files.stat(folder);
    if (stats?.kind !== 'directory') throw new ToolError(stats ? 'failed' : 'not_found', `cwd ${context.files.display(folder)} is not a folder`);
    const seconds = timeout ?? context.settings.timeout;
    const prepared = await context.sandbox.shell(command, folder);
    const result = await runProcess({
      ...prepared,
      timeout: seconds * 1000,
      maxOutput: MAX_OUTPUT,
      signal: context.signal,
      onOutput: (text) => context.progress(stripEscapes(text)),
    });
    if (result.startError !== undefined) throw new ToolError('failed', `the command could not be started: ${result.startError}`);
    const output = cutMiddle(stripEscapes(result.output).trimEnd(), result.droppedBytes, context.budget);
    const data = { exit_code: result.exitCode ?? null, signal: result.signal ?? null, output };
    if (result.timedOut) throw new ToolError('timeout', `${output}\n(stopped after ${seconds} s; give a longer timeout, or run less)`.trimStart(), data);
    if (result.cancelled) throw new ToolError('cancelled', `${output}\n(stopped)`.trimStart(), data);
    const end = result.exitCode === 0 ? '' : `\n(exit code ${result.exitCode ?? `none, ended by ${result.signal ?? 'a signal'}`})`;
    return { text: `${output || (end ? '' : '(no output)')}${end}`.trimStart(), data };
  },
});

/** Errors stand at the end, the beginning says what ran: long output loses its middle. */
function cutMiddle(output: string, dropped: number, budget: number): string {
  const tail = dropped > 0 ? `\n… ${dropped} more bytes of output` : '';
  const room = Math.max(200, budget - 200);
  if (output.length <= room) return `${output}${tail}`;
  const head = truncateLines(output, Math.floor(room * 0.3)).replace(/\n…[^\n]*$/, '');
  const end = output.slice(output.length - Math.floor(room * 0.7));
  const last = end.slice(end.indexOf('\n') + 1);
  const left = output.slice(head.length, output.length - last.length).split('\n').length;
  return `${head}\n… ${left} more lines in the middle …\n${last}${tail}`;
}
