import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld } from '../support/world.js';
import { brokenServer, done, frame, type Misbehave } from './support/broken-server.js';
import { soundSessions } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

const schemaOf = (name: string): object => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
const fits = (name: string) => new Ajv2020({ strict: false, logger: false }).compile(schemaOf(name));
const [resultFits, eventFits] = [fits('result'), fits('stream-event')];

const NDJSON = { 'content-type': 'application/x-ndjson' };
const silence: Misbehave = () => {};
const words: Misbehave = (response) => void response.writeHead(200, NDJSON).write(frame('Some words.\n'));
/** Its own children too: one in the background, one that ignores the polite signal. */
const COMMAND = 'sleep 1234 & echo $! > pids; (trap "" TERM INT HUP; echo $BASHPID >> pids; while :; do sleep 0.1; done)';
const calling: Misbehave = (response) => {
  const call = { function: { name: 'bash', arguments: { command: COMMAND } } };
  response.writeHead(200, NDJSON).end(frame('', { message: { role: 'assistant', content: '', tool_calls: [call] } }) + done());
};

interface Phase {
  broken: Record<string, Misbehave>;
  /** It has come so far. */
  reached(seen: { paths: readonly string[]; stdout: string; stderr: string; pid: number; format: string }): boolean;
  args?: string[];
  stdin?: 'pipe';
  /** The question is in a session already. */
  saved?: boolean;
}

const PHASES: Record<string, Phase> = {
  'while it waits for stdin': { broken: {}, reached: ({ pid }) => catchesSignals(pid), stdin: 'pipe', args: ['-p'] },
  'while the server is asked for the model': { broken: { '/api/show': silence }, reached: ({ paths }) => paths.includes('/api/show') },
  'while the model loads': { broken: { '/api/chat': silence }, reached: ({ paths }) => paths.includes('/api/chat'), saved: true },
  'while the answer comes': {
    broken: { '/api/chat': words },
    reached: ({ paths, stdout, format }) => (format === 'json' ? paths.includes('/api/chat') : stdout.includes('Some words')),
    saved: true,
  },
  'between two tries': {
    broken: { '/api/chat': (response) => void response.writeHead(503).end('{"error":"busy"}') },
    reached: ({ stderr }) => stderr.includes('trying again'),
    saved: true,
  },
  'while a command runs': {
    broken: { '/api/chat': calling },
    reached: () => existsSync(join(world.project, 'pids')) && world.read('pids').trim().split('\n').length === 2,
    args: ['-p', 'hello', '--permission-mode', 'full', '--trust', '--sandbox', 'off'],
    saved: true,
  },
};
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

interface Ended {
  code: number | null;
  died: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs it up to the phase, sends the signals one after the other, and waits for its end. */
async function interrupted(phase: Phase, signals: readonly NodeJS.Signals[], format: string): Promise<Ended> {
  const { url, paths } = await brokenServer(phase.broken);
  const args = [...(phase.args ?? ['-p', 'hello']), '--output-format', format];
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: world.project,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'dumb', ...world.env, OLLAMA_HOST: url, OCODE_HOME: `${world.home}/${Math.random()}` },
    stdio: [phase.stdin ?? 'ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => child.on('close', (code, died) => resolve([code, died])));
  while (child.exitCode === null && !phase.reached({ paths, stdout, stderr, pid: child.pid ?? 0, format })) await sleep(5);
  // A little into it.
  await sleep(60);
  for (const signal of signals) {
    child.kill(signal);
    await sleep(20);
  }
  const [code, died] = await closed;
  return { code, died, stdout, stderr };
}

/** It has a handler of its own for SIGHUP (the lowest bit), which Node has not: so the run has begun. */
function catchesSignals(pid: number): boolean {
  const caught = /^SigCgt:\s+([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return (Number.parseInt(caught.slice(-1), 16) & 1) === 1;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie waits for its parent only.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Children of the command that was running; the file they stand in goes. */
async function survivors(): Promise<number[]> {
  if (!existsSync(join(world.project, 'pids'))) return [];
  const pids = world.read('pids').trim().split('\n').map(Number);
  world.files({ pids: '' });
  // The kernel needs a moment to take a killed process away.
  for (let tries = 0; tries < 200 && pids.some(isAlive); tries++) await sleep(10);
  return pids.filter(isAlive);
}

world.files({ '.ocode/settings.json': '{"permissions":{"allow_shell_exec":true}}' });

// What is alive is read from /proc.
describe.skipIf(process.platform !== 'linux').each(Object.entries(PHASES))('a signal %s', (_, phase) => {
  describe.each(SIGNALS)('%s', (signal, exit) => {
    it.each(['text', 'json', 'stream-json'])('%s: exit code, one object, nothing left behind', async (format) => {
      world.files({ pids: '' });
      const run = await interrupted(phase, [signal], format);
      expect([run.died, run.code], run.stderr).toEqual([null, exit]);
      expect(await survivors()).toEqual([]);
      expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
      const lines = run.stdout.split('\n').filter(Boolean);
      if (format === 'text') return expect(run.stdout).toMatch(phase === PHASES['while the answer comes'] ? /^Some words\.\n?$/ : /^$/);
      const result = JSON.parse(lines.at(-1) ?? '');
      expect([result.type, result.subtype, result.exit_code, result.error.code]).toEqual(['result', 'error_interrupted', exit, 'interrupted']);
      if (format === 'json') expect([lines.length, resultFits(result)]).toEqual([1, true]);
      else expect(lines.filter((line) => !eventFits(JSON.parse(line)))).toEqual([]);
      if (phase.saved) expect(result.session_id).not.toBe('');
    });
  });

  it('leaves a session that goes on', async () => {
    if (!phase.saved) return;
    world.files({ pids: '' });
    const run = JSON.parse((await interrupted(phase, ['SIGTERM'], 'json')).stdout);
    const { url } = await brokenServer({ '/api/chat': (response) => void response.writeHead(200, NDJSON).end(frame('Done.') + done()) });
    const next = await world.ask('and now?', ['-r', run.session_id], { env: { OLLAMA_HOST: url } });
    expect([next.code, next.json().result]).toEqual([0, 'Done.']);
    soundSessions(world);
  });

  it('twice: it ends at once, and nothing is left behind', async () => {
    world.files({ pids: '' });
    const run = await interrupted(phase, ['SIGINT', 'SIGINT', 'SIGINT'], 'json');
    // Node gives its handlers back in its very last moment.
    expect([run.code ?? 130, run.died ?? 'SIGINT'], run.stderr).toEqual([130, 'SIGINT']);
    expect(await survivors()).toEqual([]);
    if (run.stdout !== '') expect(JSON.parse(run.stdout).exit_code).toBe(130);
  });
});

it.skipIf(process.platform === 'win32')('a signal ends it also when nobody reads what it writes', async () => {
  const flood: Misbehave = (response) => {
    response.writeHead(200, NDJSON);
    // Words that do not repeat, far more than pipes hold, and no end.
    const text = (from: number) => Array.from({ length: 500 }, (_, count) => (((from + count) * 2654435761) >>> 0).toString(36)).join(' ');
    for (let count = 0; count < 400; count++) response.write(frame(`${text(count * 500)} `));
  };
  for (const format of ['text', 'stream-json']) {
    const { url, paths } = await brokenServer({ '/api/chat': flood });
    const child = spawn(process.execPath, [BIN, '-p', 'hello', '--max-tokens', '1000000', '--output-format', format], {
      cwd: world.project,
      env: { PATH: process.env.PATH, ...world.env, OLLAMA_HOST: url },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const closed = new Promise((resolve) => child.on('exit', (code, died) => resolve([code, died])));
    while (!paths.includes('/api/chat')) await sleep(10);
    await sleep(300);
    child.kill('SIGTERM');
    expect(await closed).toEqual([143, null]);
    child.stdout?.destroy();
  }
});
