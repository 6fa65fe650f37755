import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ChatOptions, ToolSpec } from '../../contract/chat.js';
import { isOCodeError } from '../../contract/error.js';
import { makeFolder } from '../../lib/make-folder.js';
import type { Workbench } from '../compose.js';
import type { RootOptions } from '../options.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';

interface Check {
  id: string;
  ok: boolean;
  detail: string;
  hint?: string;
}

const EXAMPLES = `
Examples:
  ocode doctor            what works and what does not, with how to mend it
  ocode doctor --json`;

export function addDoctorCommand(program: Command, start: Start): void {
  program
    .command('doctor')
    .description('check the server, the model and this machine')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: { json?: boolean }) => start((options) => doctor(options, flags)));
}

async function doctor(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { composeWorkbench } = await import('../compose.js');
  let bench: Workbench | undefined;
  // The first thing that may be wrong: without settings there is nothing else to look at.
  const settings = await attempt('settings', async () => {
    bench = await composeWorkbench(options, { interactive: false });
    return 'all settings can be read';
  });
  try {
    const checks = [settings, ...(bench ? [...(await checkModel(bench)), ...(await checkMachine(bench))] : [])];
    const ok = checks.every((check) => check.ok);
    printData(flags.json, { ok, checks }, () =>
      checks.flatMap((check) => [`${check.ok ? 'ok  ' : 'FAIL'} ${check.id}: ${check.detail}`, ...(check.hint && !check.ok ? [`     ${check.hint}`] : [])]),
    );
    return ok ? 0 : 1;
  } finally {
    await bench?.close();
  }
}

/** Runs a check; an expected failure becomes its line. */
async function attempt(id: string, run: () => Promise<string>): Promise<Check> {
  try {
    return { id, ok: true, detail: await run() };
  } catch (error) {
    const hint = isOCodeError(error) ? error.hint : undefined;
    return { id, ok: false, detail: error instanceof Error ? error.message : String(error), hint: hint ?? 'run with --debug to see more' };
  }
}

async function checkModel(bench: Workbench): Promise<Check[]> {
  const signal = AbortSignal.timeout(60_000);
  const { chooseModel, isNamed } = await import('../choose-model.js');
  const provider = await bench.provider().catch((error: unknown) => error);
  if (!isProvider(provider)) return [await attempt('server', async () => Promise.reject(provider))];
  const { client, manager } = provider;
  const server = await attempt(
    'server',
    async () =>
      `${client.provider} at ${client.host}${manager ? `, version ${await manager.version(signal)}` : `, ${(await client.list(signal)).length} models`}`,
  );
  if (!server.ok) return [server];
  let chosen: Awaited<ReturnType<typeof chooseModel>> | undefined;
  const model = await attempt('model', async () => {
    chosen = await chooseModel({ client, settings: bench.settings, store: bench.store, signal });
    const { info, profile } = chosen;
    return `${info.name}: ${info.capabilities.join(', ') || 'no capabilities told'}; window ${profile.options.numCtx} of ${info.contextLength || 'unknown'}`;
  });
  if (!chosen) return [server, model];
  const { profile } = chosen;
  const tools = await attempt('tool_calls', async () => {
    const mode = await smokeTest(bench, profile.name, profile.options, signal);
    const entry = bench.store.get(profile.name);
    if (entry && mode !== 'none')
      bench.store.put(profile.name, { ...entry, toolMode: mode === 'native' ? 'native' : entry.info.capabilities.includes('tools') ? 'native' : 'text' });
    return {
      native: 'native calls work',
      text: 'calls come as text, and are understood',
      none: 'the model did not call the tool it was asked to call; small models do that',
    }[mode];
  });
  const loaded = manager
    ? [
        await attempt('memory', async () => {
          const running = (await manager.loaded(signal)).find((each) => isNamed(each, profile.name));
          if (!running) return 'the model is not loaded now';
          const share = running.size > 0 ? Math.round((running.size_vram / running.size) * 100) : 100;
          return `${share} % on the GPU${running.context_length ? `, real window ${running.context_length}` : ''}`;
        }),
      ]
    : [];
  return [server, model, tools, ...loaded];
}

function isProvider(value: unknown): value is Awaited<ReturnType<Workbench['provider']>> {
  return typeof value === 'object' && value !== null && 'client' in value;
}

const PING: ToolSpec = {
  name: 'ping',
  description: 'answers pong',
  parameters: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
};

/** Asks the model to call a tool, and looks how it does that. */
async function smokeTest(bench: Workbench, model: string, options: ChatOptions, signal: AbortSignal): Promise<'native' | 'text' | 'none'> {
  let text = '';
  const messages = [{ role: 'user' as const, text: 'Call the tool ping with the word "hello". Do nothing else.' }];
  for await (const delta of (await bench.provider()).client.chat({ model, messages, tools: [PING], options }, signal)) {
    if (delta.type === 'call') return 'native';
    if (delta.type === 'text') text += delta.text;
  }
  return /\bping\b[\s\S]*hello/.test(text) ? 'text' : 'none';
}

async function checkMachine(bench: Workbench): Promise<Check[]> {
  const { runProcess } = await import('../../lib/process.js');
  return [
    await attempt('state', async () => {
      await makeFolder(bench.places.stateDir);
      await access(bench.places.stateDir, constants.W_OK);
      return `${bench.places.stateDir} can be written`;
    }),
    await attempt('git', async () => {
      const done = await runProcess({ file: 'git', args: ['--version'], cwd: bench.places.cwd, env: { PATH: process.env.PATH ?? '' }, timeout: 5000 });
      return done.exitCode === 0 ? done.stdout.trim() : 'no git on this machine; a built-in replacement is used';
    }),
    await attempt('sandbox', async () => {
      const prepared = await bench.sandbox.shell('true', bench.places.cwd);
      return prepared.sandboxed ? 'commands run in a sandbox' : `commands run without a sandbox (${bench.settings.sandbox})`;
    }),
    await attempt('index', async () => {
      const files = await bench.index.files(AbortSignal.timeout(20_000));
      return `${files.length} files in ${bench.places.root}`;
    }),
  ];
}
