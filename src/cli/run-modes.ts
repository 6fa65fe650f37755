import { isOCodeError, OCodeError } from '../contract/error.js';
import type { RunResult } from '../contract/result.js';
import { narrowerMode } from '../contract/security.js';
import { OCodeEngine } from '../engine/engine.js';
import { startTimeLimit, type TimeLimit } from '../engine/time-limit.js';
import { print } from '../modes/print.js';
import { createRenderer, type TextStyle } from '../render/index.js';
import { createSecretWatch } from '../security/index.js';
import { checkOutputFile, writeAnswer } from './answer-file.js';
import { colorsWanted } from './colors.js';
import { composeWorkbench, type Workbench } from './compose.js';
import { composeEngine } from './compose-engine.js';
import { asExpected, report } from './failure.js';
import type { OpenQuestion } from './keep-question.js';
import { openSession } from './open-session.js';
import type { RootOptions } from './options.js';
import { ProcessOutput } from './output.js';
import { readSchema } from './schema-option.js';
import { interruption } from './signals.js';
import { readStdin, stdinDelivers } from './stdin.js';

/** One-shot. Returns the exit code; the result, good or bad, has been printed. */
export async function runPrint(options: RootOptions, words: string): Promise<number> {
  const stop = interruption();
  const format = options.outputFormat;
  let bench: Workbench | undefined;
  let limit: TimeLimit | undefined;
  let out: ProcessOutput | undefined;
  let open: OpenQuestion | undefined;
  try {
    const file = options.outputFile === undefined ? undefined : checkOutputFile(options.outputFile, options.cd);
    const structured = options.jsonSchema === undefined ? undefined : await readSchema(options.jsonSchema, options.cd);
    const { query: asked, notice } = await readQuestion(words, stop.signal);
    const custom = asked.startsWith('/') ? await import('./custom-commands.js') : undefined;
    const named = await custom?.customQuestion(options, asked);
    bench = await composeWorkbench(named?.options ?? options, { interactive: false });
    // From here on: asking the server for its models may take for ever as well.
    limit = startTimeLimit(bench.settings.limits.timeout * 1000);
    const signal = AbortSignal.any([stop.signal, limit.signal]);
    const mode = named?.command?.mode;
    if (mode) bench.settings.permissions.mode = narrowerMode(bench.settings.permissions.mode, mode);
    const namesThings = custom !== undefined || bench.mcp.mentions(asked).length > 0;
    const query = namesThings ? await (await import('./one-shot-question.js')).namedQuestion(bench, asked, named, signal) : asked;
    const session = openSession(bench, options);
    open = { session, query, asked };
    // While the server is asked about the model.
    if (session.messages.length === 0 && bench.settings.context.strategy !== 'none') bench.index.prepare(asked, signal);
    const parts = await composeEngine(bench, signal, { session, structured, ...(notice ? { warnings: [notice] } : {}) });
    session.model = parts.model.name;
    session.provider = parts.model.provider;
    out = new ProcessOutput(colorsWanted(options, process.stdout), () => stop.quietly(), stop.signal);
    const renderer = createRenderer(bench.settings.output_format, {
      verbosity: options.quiet ? 'quiet' : bench.settings.verbose ? 'verbose' : 'normal',
      showThinking: options.showThinking ?? false,
      ...(bench.settings.output_format === 'stream-json' ? { secrets: { mask: bench.mask, watch: createSecretWatch(process.env) } } : {}),
      ...(out.isTerminal ? { style: await terminalStyle(bench, out) } : {}),
    });
    open = undefined;
    const result = await print({
      engine: new OCodeEngine(parts),
      session,
      query,
      asked,
      renderer,
      out,
      signal,
      ...(file ? { finish: (end: RunResult) => writeAnswer(file, end) } : {}),
    });
    await out.finish();
    return result.exit_code;
  } catch (error) {
    const reason = stop.signal.aborted ? stop.signal.reason : limit?.signal.reason;
    const shown = isOCodeError(reason) ? reason : asExpected(error);
    const kept = bench && (shown.code === 'interrupted' || shown.code === 'timeout') ? open : undefined;
    if (bench && kept) await (await import('./keep-question.js')).keepQuestion(bench, kept);
    return report(shown, format ?? bench?.settings.output_format ?? process.env.OCODE_OUTPUT_FORMAT ?? 'text', bench?.warnings, kept?.session.session_id);
  } finally {
    limit?.dispose();
    // The signals stay ours until the process ends: one that comes now must not change the exit code that was told.
    await bench?.close();
    if (out?.isStuck) process.exit(stop.exitCode);
  }
}

/** Light markdown on a terminal; a pipe gets the model's bytes. */
async function terminalStyle(bench: Workbench, out: ProcessOutput): Promise<() => TextStyle> {
  const [{ markdownStyle }, { createTheme, hasTrueColor }] = await Promise.all([import('../render/markdown/markdown-style.js'), import('../lib/theme.js')]);
  const theme = createTheme(bench.settings.theme, { colors: out.colors, trueColor: hasTrueColor(process.env) });
  return () => markdownStyle(theme);
}

async function readQuestion(words: string, signal: AbortSignal): Promise<{ query: string; notice?: string }> {
  if (words.trim() === '') {
    const { text } = stdinDelivers() ? await readStdin(true, signal) : { text: '' };
    if (text.trim() === '')
      throw new OCodeError('usage', 'the question is empty', { hint: 'ask with ocode -p "…", or pipe the question: ocode -p < prompt.txt' });
    return { query: text.trim() };
  }
  const piped = await readStdin(false, signal);
  if (piped.gaveUp) return { query: words, notice: 'nothing came on stdin for a second; going on without it' };
  if (piped.text.trim() === '') return { query: words };
  return { query: `${words}\n\n<stdin>\n${piped.text.replace(/\n$/, '')}\n</stdin>` };
}
