import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SettingsLayer } from '../config/schema.js';
import { THINK_LEVELS, type ThinkLevel } from '../contract/chat.js';
import { OUTPUT_FORMATS, type OutputFormat } from '../contract/renderer.js';
import { PERMISSION_MODES, type PermissionMode, SANDBOX_MODES, type SandboxMode } from '../contract/security.js';
import { parseDuration } from '../lib/duration.js';

/** The root flags, parsed and validated here and nowhere else. */
export interface RootOptions {
  print?: string | true;
  continue?: boolean;
  resume?: string;
  fork?: boolean;
  sessionId?: string;
  ephemeral?: boolean;
  outputFormat?: OutputFormat;
  outputFile?: string;
  jsonSchema?: string;
  model?: string;
  host?: string;
  provider?: string;
  numCtx?: number;
  temperature?: number;
  think?: ThinkLevel;
  showThinking?: boolean;
  permissionMode?: PermissionMode;
  allow?: string[];
  deny?: string[];
  addDir?: string[];
  trust?: boolean;
  sandbox?: SandboxMode;
  tools?: string[];
  context?: number | 'auto' | 'off';
  system?: string;
  appendSystem?: string;
  maxTurns?: number;
  maxToolCalls?: number;
  maxTokens?: number;
  /** Seconds. */
  timeout?: number;
  strict?: boolean;
  dryRun?: boolean;
  cd?: string;
  config?: string;
  offline?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  debug?: boolean;
  color?: boolean;
}

export function addRootOptions(program: Command): Command {
  const choice = (flags: string, description: string, values: readonly string[]): Option => new Option(flags, description).choices(values);
  return program
    .option('-p, --print [query]', 'ask one question, print the answer, exit (piped stdin is added)')
    .option('-c, --continue', "continue this project's newest session")
    .option('-r, --resume <id>', 'resume the session with this id or prefix', notEmpty)
    .option('--fork', 'with -c or -r: continue a copy')
    .option('--session-id <uuid>', 'name the new session')
    .option('--ephemeral', 'keep no session')
    .addOption(choice('--output-format <format>', 'how the answer is printed', OUTPUT_FORMATS))
    .addOption(choice('--out <format>', 'short for --output-format', OUTPUT_FORMATS).hideHelp())
    .option('-o, --output-file <file>', 'also write the final text to this file')
    .option('--json-schema <json|@file>', 'the final answer must fit this JSON Schema')
    .option('-m, --model <name>', 'model to use', notEmpty)
    .option('--host <url>', 'address of the server')
    .option('--provider <name>', 'ollama, openai, or a provider from the settings')
    .option('--num-ctx <n>', 'context window in tokens', windowTokens)
    .option('--temperature <n>', 'from 0 to 2', numberBetween(0, 2))
    .addOption(choice('--think <level>', 'how much a thinking model thinks', THINK_LEVELS))
    .option('--show-thinking', 'print the thinking on stderr')
    .addOption(choice('--permission-mode <mode>', 'how much runs without asking', PERMISSION_MODES))
    .option('--allow <rule>', 'allow this without asking, e.g. "bash(npm test *)" (repeatable)', collect)
    .option('--deny <rule>', 'never allow this (repeatable)', collect)
    .option('--add-dir <dir>', 'another folder of the workspace (repeatable)', collect)
    .option('--trust', "accept this project's settings")
    .addOption(choice('--sandbox <mode>', 'sandbox for commands', SANDBOX_MODES))
    .option('--tools <names>', 'tools or sets to use, separated by commas', list)
    .option('--context <budget>', 'tokens for ranked files: auto, off or a number', contextBudget)
    .option('--system <text>', 'replace the system text')
    .option('--append-system <text>', 'add to the system text')
    .option('--max-turns <n>', 'at most so many answers of the model', wholeNumber)
    .option('--max-tool-calls <n>', 'at most so many tool calls', wholeNumber)
    .option('--max-tokens <n>', 'at most so many tokens in an answer', wholeNumber)
    .option('--timeout <duration>', 'time for the whole run, such as 30s or 5m', duration)
    .option('--strict', 'exit with 8 if a call was denied')
    .option('--dry-run', 'write nothing; print a patch')
    .option('-C, --cd <dir>', 'run in this folder')
    .option('--config <file>', "read these settings instead of the user's")
    .option('--offline', 'refuse hosts that are not local, and cloud models')
    .option('-q, --quiet', 'no notices on stderr')
    .option('-v, --verbose', 'more on stderr')
    .option('--debug', 'requests and answers on stderr')
    .option('--no-color', 'no colours');
}

/** The settings that flags set. */
export function flagSettings(options: RootOptions): SettingsLayer {
  const layer: SettingsLayer = {
    model: options.model,
    ollama_host: options.host,
    provider: options.provider,
    // What a cloud model is asked leaves the machine, whoever passes it on.
    allow_cloud_models: options.offline ? false : undefined,
    context_window: options.numCtx,
    temperature: options.temperature,
    think: options.think,
    max_tokens: options.maxTokens,
    output_format: options.outputFormat,
    verbose: options.verbose,
    sandbox: options.sandbox,
    permissions: { mode: options.permissionMode, rules: { allow: options.allow, deny: options.deny } },
    limits: { max_turns: options.maxTurns, max_tool_calls: options.maxToolCalls, timeout: options.timeout },
    context: { budget: typeof options.context === 'number' ? options.context : options.context === 'off' ? 0 : undefined },
  };
  return dropUndefined(layer) as SettingsLayer;
}

function dropUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, dropUndefined(inner)]),
  );
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

/** The settings allow no smaller one: the prompt alone would not fit. */
const SMALLEST_WINDOW = 512;

function windowTokens(text: string): number {
  const value = wholeNumber(text);
  if (value < SMALLEST_WINDOW) throw new InvalidArgumentError(`It must be a whole number, at least ${SMALLEST_WINDOW}.`);
  return value;
}

function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high)) throw new InvalidArgumentError(`It must be a number from ${low} to ${high}.`);
    return value;
  };
}

/** Seconds. */
function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('It must be a duration such as 30s, 5m or 1h.');
  return seconds;
}

function contextBudget(text: string): number | 'auto' | 'off' {
  if (text === 'auto' || text === 'off') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be auto, off or a number of tokens.');
  return value;
}
