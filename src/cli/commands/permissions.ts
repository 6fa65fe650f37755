import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { findPlaces } from '../../config/paths.js';
import { readLayer } from '../../config/read-layer.js';
import { writeKey } from '../../config/write.js';
import { isToolError, OCodeError } from '../../contract/error.js';
import type { Access, SecurityDecision } from '../../contract/security.js';
import { parseJson } from '../../lib/parse-json.js';
import { makeVisible } from '../../lib/sanitize.js';
import { parseRule, RULE_EXAMPLES } from '../../security/index.js';
import type { Workbench } from '../compose.js';
import { changeTrusted } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { printData } from './print-data.js';
import { layerFile } from './settings-layer.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Rules:
${RULE_EXAMPLES.map((example) => `  ${typeof example === 'string' ? example : Object.values(example).join('  ')}`).join('\n')}

Examples:
  ocode permissions check "git log | head"         what the judge says, part by part
  ocode permissions allow "bash(npm test *)"       in your settings
  ocode permissions deny "edit(schemas/**)" --project
  ocode permissions list`;

type Kind = 'allow' | 'ask' | 'deny';

export function addPermissionsCommand(program: Command, start: Start): void {
  const permissions = program.command('permissions').description('what may run, and why').addHelpText('after', EXAMPLES);
  permissions
    .command('check')
    .description('what the judge says of a command, or of lines {tool, args} on stdin; nothing is run')
    .argument('[command]')
    .option('--stdin', 'read {"tool", "args"} lines')
    .option('--interactive', 'as if a person could be asked')
    .option('--json', 'as JSON')
    .action((command: string | undefined, flags: CheckFlags) => start((options) => check(options, command, flags)));
  permissions
    .command('list')
    .description('the rules in force')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => list(options, flags)));
  for (const kind of ['allow', 'ask', 'deny'] as const) {
    permissions
      .command(kind)
      .description(`write a rule that ${kind === 'ask' ? 'asks' : kind === 'allow' ? 'allows' : 'denies'}`)
      .argument('<rule>')
      .option('--project', "to the project's settings")
      .action((rule: string, flags: { project?: boolean }) => start((options) => addRule(options, kind, rule, flags)));
  }
  permissions
    .command('reset')
    .description('remove all rules of your settings')
    .option('--project', "of the project's settings")
    .action((flags: { project?: boolean }) => start((options) => reset(options, flags)));
}

interface CheckFlags {
  stdin?: boolean;
  interactive?: boolean;
  json?: boolean;
}

async function check(options: RootOptions, command: string | undefined, flags: CheckFlags): Promise<number> {
  if (command === undefined && !flags.stdin)
    throw new OCodeError('usage', 'nothing to check', { hint: 'give a command, or --stdin and lines {"tool": "bash", "args": {"command": "ls"}}' });
  const look = async (bench: Workbench): Promise<number> => {
    if (flags.stdin) return checkLines(bench);
    const { verdict, reason, parts } = await bench.security.explainCommand(command ?? '', bench.places.cwd);
    return printData(flags.json, { verdict, reason, parts }, () => [
      `${verdict}: ${reason}`,
      ...parts.map((part) => `  ${part.verdict.padEnd(5)} ${makeVisible(part.text)}  (${part.reason})`),
    ]);
  };
  return withWorkbench(options, look, { interactive: flags.interactive ?? false });
}

async function checkLines(bench: Workbench): Promise<number> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    process.stdout.write(`${JSON.stringify(await judgeLine(bench, line))}\n`);
  }
  return 0;
}

async function judgeLine(bench: Workbench, line: string): Promise<{ verdict: SecurityDecision['verdict']; reason: string; rule?: string }> {
  const item = callOf(line);
  if (!item) return { verdict: 'deny', reason: 'this line is no JSON object {"tool", "args"}' };
  const args = typeof item.args === 'object' && item.args !== null ? (item.args as Record<string, unknown>) : {};
  const { name } = bench.registry.unwrap(String(item.tool), args);
  const tool = bench.registry.find(name) ?? (await bench.registry.load(name, AbortSignal.timeout(10_000)));
  if (!tool) return { verdict: 'deny', reason: `there is no tool ${JSON.stringify(item.tool)}` };
  const inner = bench.registry.unwrap(String(item.tool), args);
  const parsed = bench.registry.parseArgs(tool, inner.args);
  if (!parsed.ok) return { verdict: 'deny', reason: parsed.message };
  let accesses: readonly Access[];
  try {
    accesses = tool.access?.(parsed.args, bench.places) ?? [];
  } catch (error) {
    if (!isToolError(error)) throw error;
    return { verdict: 'deny', reason: error.message };
  }
  const { verdict, reason, rule } = await bench.security.decide({ tool: tool.name, kind: tool.kind, accesses, args: inner.args });
  return { verdict, reason, ...(rule ? { rule } : {}) };
}

function callOf(line: string): { tool?: unknown; args?: unknown } | undefined {
  // Without white space around it, a byte order mark too.
  const item = parseJson(line.trim());
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? item : undefined;
}

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { loadFor } = await import('../load-settings.js');
  const { loaded } = await loadFor(options);
  const { rules, mode } = loaded.settings.permissions;
  return printData(flags.json, { mode, ...rules }, () => [
    `mode: ${mode}`,
    ...(['deny', 'ask', 'allow'] as const).flatMap((kind) => rules[kind].map((rule) => `${kind.padEnd(5)} ${rule}`)),
  ]);
}

async function addRule(options: RootOptions, kind: Kind, rule: string, flags: { project?: boolean }): Promise<number> {
  try {
    parseRule(rule);
  } catch (cause) {
    throw new OCodeError('usage', (cause as Error).message, { cause, hint: 'ocode permissions --help shows rules' });
  }
  const file = rulesFile(options, flags);
  const before = readLayer(file, 'user', () => {})?.values.permissions?.rules?.[kind] ?? [];
  await changeTrusted(findPlaces(process.env, options.cd), () => writeKey(file, `permissions.rules.${kind}`, [...new Set([...before, rule])]));
  tell(`${kind} ${rule} in ${file}`);
  return 0;
}

async function reset(options: RootOptions, flags: { project?: boolean }): Promise<number> {
  const file = rulesFile(options, flags);
  const places = findPlaces(process.env, options.cd);
  if (readLayer(file, 'user', () => {})?.values.permissions?.rules) await changeTrusted(places, () => writeKey(file, 'permissions.rules', undefined));
  tell(`no rules left in ${file}`);
  return 0;
}

function rulesFile(options: RootOptions, flags: { project?: boolean }): string {
  return layerFile(findPlaces(process.env, options.cd), flags, 'user');
}
