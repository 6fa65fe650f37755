import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCommands } from '../../src/cli/commands/index.js';
import { commandTree, flatten } from '../../src/cli/completion/command-tree.js';
import { createProgram } from '../../src/cli/program.js';
import { createWorld } from '../support/world.js';

const PRELOAD = pathToFileURL(fileURLToPath(new URL('./support/watch-connections.mjs', import.meta.url))).href;
const MCP_SERVER = fileURLToPath(new URL('../fakes/mcp-server-stdio.mjs', import.meta.url));

const world = createWorld();
const log = join(world.root, 'connections.log');
let session = '';
let watched: Record<string, string> = {};

beforeAll(async () => {
  world.files({
    'src/a.js': "import { b } from './b.js';\nexport function start() {\n  return b();\n}\n",
    'src/b.js': 'export const b = () => 1;\n',
    'a.txt': 'one\n',
  });
  const server = await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user' && body.messages.at(-1).content.includes('work')
        ? {
            calls: [
              { name: 'read', args: { path: 'a.txt' } },
              { name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] } },
              { name: 'grep', args: { pattern: 'start' } },
              { name: 'bash', args: { command: 'ls' } },
              { name: 'fetch', args: { url: 'http://example.org/' } },
              { name: 'ping', args: { host: 'example.org' } },
              { name: 'git_status', args: {} },
            ],
          }
        : 'Done.',
  });
  writeFileSync(log, '');
  watched = { NODE_OPTIONS: `--import ${PRELOAD}`, OCODE_TEST_LOG: log, OCODE_TEST_SERVER: String(server.port) };
  const run = await world.ask('work', ['--permission-mode', 'auto-edit'], { env: watched });
  expect(run.code, run.stderr).toBe(0);
  session = String(run.json().session_id);
  world.files({ 'session.json': (await world.ocode(['sessions', 'export', session, '--format', 'json'])).stdout });
}, 120_000);
afterAll(() => world.end());

/** Command lines of every subcommand that leaves the machine alone by itself. `%s`: a session. */
const LINES: Array<{ line: string; stdin?: string }> = [
  { line: 'config get model' },
  { line: 'config set verbose false' },
  { line: 'config unset verbose' },
  { line: 'config list --json' },
  { line: 'config path' },
  { line: 'config edit' },
  { line: 'config validate' },
  { line: 'init' },
  { line: 'sessions list' },
  { line: 'sessions show %s' },
  { line: 'sessions export %s --format json' },
  { line: 'sessions search work' },
  { line: 'sessions fork %s' },
  { line: 'sessions import session.json' },
  { line: 'sessions cleanup' },
  { line: 'sessions delete none' },
  { line: 'undo --list' },
  { line: 'context start --json' },
  { line: 'index' },
  { line: 'symbols src/a.js' },
  { line: 'tools list' },
  { line: 'tools show read' },
  { line: 'tools run ls {}' },
  { line: 'permissions check ls' },
  { line: 'permissions list' },
  { line: 'permissions allow bash(ls)' },
  { line: 'permissions deny bash(rm)' },
  { line: 'permissions ask bash(cp)' },
  { line: 'permissions reset' },
  { line: `mcp add fake -- ${process.execPath} ${MCP_SERVER}` },
  { line: 'mcp list' },
  { line: 'mcp get fake' },
  { line: 'mcp test fake' },
  { line: 'mcp call fake echo {"text":"x"} --allow mcp(*)' },
  { line: 'mcp remove fake' },
  { line: 'mcp serve', stdin: '' },
  { line: 'models list' },
  { line: 'models show test-model' },
  { line: 'models pull test-model' },
  { line: 'models use test-model' },
  { line: 'doctor' },
  { line: 'prompt hello' },
  { line: 'trust' },
  { line: 'auth login', stdin: 'key\n' },
  { line: 'auth status' },
  { line: 'auth logout' },
  { line: 'completion bash' },
  { line: 'acp', stdin: '' },
];

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

  it('the watch works: a host that is not the server is noticed', async () => {
    await world.ask('hello', ['--host', 'http://192.0.2.1:11434'], { env: watched });
    expect(strange()).toContain('tcp 192.0.2.1:11434');
  });
});

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
