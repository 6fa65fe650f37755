import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCommands } from '../../src/cli/commands/index.js';
import { commandTree, flatten } from '../../src/cli/completion/command-tree.js';
import { createProgram } from '../../src/cli/program.js';
import { openTerminal } from '../support/terminal.js';
import { createWorld, type World } from '../support/world.js';
import { answer, FILES, LINES, PROGRAMS } from './support/every-command.mjs';
import { runIsolated } from './support/isolated.js';

const PRELOAD = pathToFileURL(fileURLToPath(new URL('./support/watch-connections.mjs', import.meta.url))).href;

const world = createWorld();
const log = join(world.root, 'connections.log');
let session = '';
let watched: Record<string, string> = {};

beforeAll(async () => {
  world.files(FILES);
  const server = await world.serve({ rest: answer });
  writeFileSync(log, '');
  watched = { NODE_OPTIONS: `--import ${PRELOAD}`, OCODE_TEST_LOG: log, OCODE_TEST_SERVER: String(server.port) };
  const run = await world.ask('work', ['--permission-mode', 'auto-edit'], { env: watched });
  expect(run.code, run.stderr).toBe(0);
  session = String(run.json().session_id);
  world.files({ 'session.json': (await world.ocode(['sessions', 'export', session, '--format', 'json'])).stdout });
}, 120_000);
afterAll(() => world.end());

/** Connections that were tried since `from`, but those to the server. */
function strange(): string[] {
  const server = `tcp 127.0.0.1:${watched.OCODE_TEST_SERVER}`;
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && line !== 'loaded' && line !== server && !line.startsWith('pipe '));
}

describe('nothing is sent anywhere but to the configured host', () => {
  it('every subcommand is in this test', () => {
    const program = createProgram(() => {}, { addCommands });
    const leaves = flatten(commandTree(program)).filter(({ children, path }) => children.length === 0 && path !== '' && !/(?:^| )help$/.test(path));
    const missing = leaves.map(({ path }) => path).filter((path) => !LINES.some(({ line }) => line === path || line.startsWith(`${path} `)));
    expect(missing).toEqual([]);
  });

  it('a run with tools speaks with the server alone', () => {
    expect(readFileSync(log, 'utf8')).toContain(`tcp 127.0.0.1:${watched.OCODE_TEST_SERVER}`);
    expect(strange()).toEqual([]);
  });

  it('neither does any subcommand try to', async () => {
    for (const { line, stdin } of LINES) {
      const args = line.replace('%s', session).split(' ');
      const before = readFileSync(log, 'utf8').length;
      const run = await world.ocode(args, { env: { ...watched, EDITOR: 'true' }, ...(stdin === undefined ? {} : { stdin }) });
      expect(strange(), line).toEqual([]);
      expect(readFileSync(log, 'utf8').length, `${line} was not watched`).toBeGreaterThan(before);
      expect(run.stderr, line).not.toMatch(/this test allows no connection|this is a bug/);
      // A command that ended at its arguments would prove nothing; `config edit` needs a terminal.
      expect(line === 'config edit' ? [2] : [0, 1, 5, 10, 11], `${line}: ${run.code} ${run.stderr}`).toContain(run.code);
    }
  }, 300_000);

  it('nor does the chat', async () => {
    const before = readFileSync(log, 'utf8').length;
    const terminal = openTerminal(world, [], watched);
    await terminal.until('default');
    terminal.type('hello\r');
    await terminal.until('Done.');
    await terminal.until('default');
    terminal.type('/exit\r');
    expect((await terminal.ended).exitCode).toBe(0);
    expect(readFileSync(log, 'utf8').length).toBeGreaterThan(before);
    expect(strange()).toEqual([]);
  });

  it('the watch works: a host that is not the server is noticed', async () => {
    await world.ask('hello', ['--host', 'http://192.0.2.1:11434'], { env: watched });
    expect(strange()).toContain('tcp 192.0.2.1:11434');
  });
});

describe('in a network where nothing but this machine is, and the kernel counts', () => {
  const alone = createWorld();
  afterAll(() => alone.end());

  it('neither ocode nor any program it starts reaches out, not even git for objects that a partial clone lacks', async ({ skip }) => {
    makePartialClone(alone);
    // The sandbox has a network of its own, which would hide what a program in it tries.
    mkdirSync(alone.env.OCODE_HOME ?? '', { recursive: true });
    writeFileSync(join(alone.env.OCODE_HOME ?? '', 'settings.json'), '{"sandbox":"off"}');
    const rows = await runIsolated(alone);
    if (typeof rows === 'string') return skip(rows);
    const trap = rows.splice(-3);
    expect(trap.map(({ line, strange }) => [line, strange.connections > 0, strange.datagrams > 0])).toEqual([
      ['address', true, false],
      ['name', false, true],
      ['git', true, false],
    ]);
    expect(rows.length).toBe(1 + LINES.length + PROGRAMS.length);
    expect(rows.filter(({ strange }) => strange.connections > 0 || strange.datagrams > 0)).toEqual([]);
    for (const { line, code, stderr } of rows) expect(line === 'config edit' ? [2] : [0, 1, 5, 8, 10, 11], `${line}: ${code} ${stderr}`).toContain(code);
  }, 300_000);
});

/** The project as a clone that has only the newest content of its files, from a server that is far away. */
function makePartialClone(place: World): void {
  const origin = join(place.root, 'origin');
  place.files(FILES);
  place.git('init', '-q', '-b', 'main', origin);
  for (const text of ['zero\n', 'one\n']) {
    writeFileSync(join(origin, 'a.txt'), text);
    place.git('-C', origin, 'add', '-A');
    place.git('-C', origin, 'commit', '-q', '-m', text);
  }
  place.git('-C', origin, 'config', 'uploadpack.allowFilter', 'true');
  rmSync(place.project, { recursive: true });
  mkdirSync(place.project);
  place.git('clone', '-q', '--filter=blob:none', `file://${origin}`, '.');
  place.git('remote', 'set-url', 'origin', 'http://198.51.100.7/x.git');
  place.files(FILES);
}

it('the sources know no address but examples and this machine', () => {
  const known = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|example\.(?:org|com)|.*\.example|json-schema\.org|www\.|github\.com|\$\{.*|host|server|…|<.*)/;
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const hosts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(source, name), 'utf8').matchAll(/\b(?:https?|wss?):\/\/([^\s/'"`)\\,;]+)/g)].map((match) => `${match[1]} in ${name}`),
    );
  expect(hosts.filter((host) => !known.test(host))).toEqual([]);
});
