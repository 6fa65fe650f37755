import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeOllama } from '../fakes/ollama-server.mjs';
import { folderSize, npm, REPOSITORY } from '../support/package.js';

const SQLITE = 'node_modules/better-sqlite3';
const version = (folder: string): string => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
const others = (process.env.OCODE_PACKAGE_NODES ?? '').split(',').filter(Boolean);

let folder = '';
let app = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-package-')));
  app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}');
  const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], REPOSITORY)) as Array<{ filename: string }>;
  npm(['install', '--ignore-scripts', '--prefer-offline', join(folder, packed?.filename ?? '')], app);
  // Compiling SQLite takes a minute: the same version, compiled by `npm ci` here, is what an installation would make.
  expect(version(join(app, SQLITE))).toBe(version(join(REPOSITORY, SQLITE)));
  cpSync(join(REPOSITORY, SQLITE, 'build'), join(app, SQLITE, 'build'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('installed from the packed file in an empty folder', () => {
  it('production dependencies take at most 60 MB', () => {
    const own = folderSize(join(app, 'node_modules/ocode'));
    const all = folderSize(join(app, 'node_modules'));
    expect((all - own) / 1e6).toBeLessThanOrEqual(60);
    expect(own / 1e6).toBeLessThanOrEqual(24);
  });

  it('brings no development tool', () => {
    const installed = readdirSync(join(app, 'node_modules'));
    for (const tool of ['typescript', 'vitest', 'esbuild', 'zod', 'ollama', '@modelcontextprotocol']) expect(installed).not.toContain(tool);
  });

  it('the command is linked and works', () => works(process.execPath));
});

describe.each(others)('with Node %s', (major) => {
  let node = '';
  beforeAll(() => {
    const place = join(folder, `node-${major}`);
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{"name":"place","private":true}');
    npm(['install', `node@${major}`], place);
    node = findNode(place);
    // The package brings Node's headers too, so the native module can be compiled for it without any download.
    npm(['rebuild', 'better-sqlite3', '--build-from-source'], app, {
      PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: dirname(dirname(node)),
      npm_config_build_from_source: 'true',
    });
  });

  it('the command works', async () => {
    expect((await run(node, ['-p', 'process.versions.node'])).stdout).toMatch(new RegExp(`^${major}\\.`));
    await works(node);
  });
});

/** Version, context, a one-shot with a tool call, a session continued, undo: everything native is loaded on the way. */
async function works(node: string): Promise<void> {
  const project = mkdtempSync(join(folder, 'project-'));
  writeFileSync(join(project, 'greet.py'), 'def greet(name):\n    return f"hello {name}"\n');
  const server = await startFakeOllama({
    models: [{ name: 'small', capabilities: ['completion', 'tools'], contextLength: 16384 }],
    turns: [
      { calls: [{ name: 'grep', args: { pattern: 'hello' } }] },
      { calls: [{ name: 'edit', args: { path: 'greet.py', edits: [{ old_text: 'hello', new_text: 'good day' }] } }] },
      'Done.',
      'You asked for a politer greeting.',
    ],
  });
  const env = { HOME: folder, OCODE_HOME: join(project, '../home'), OLLAMA_HOST: server.url, OCODE_MODEL: 'small', GIT_CEILING_DIRECTORIES: folder };
  const ocode = async (...args: string[]) => run(node, [join(app, 'node_modules/ocode/bin/ocode.mjs'), ...args], { cwd: project, env });
  try {
    expect((await ocode('--version')).stdout).toBe(`${version(REPOSITORY)}\n`);
    const ranked = JSON.parse((await ocode('context', 'greet somebody', '--json')).stdout);
    expect(ranked.files[0].path).toBe('greet.py');
    expect(ranked.symbols).toContainEqual({ name: 'greet', kind: 'function', path: 'greet.py', line: 1 });

    // Node 24 once aborted in every third run, whenever it collected a statement of the index.
    for (let again = 0; again < 8; again++) expect(JSON.parse((await ocode('context', `greet ${again}`, '--json')).stdout).files[0].path).toBe('greet.py');

    const first = JSON.parse((await ocode('-p', 'be more polite', '--output-format', 'json', '--permission-mode', 'auto-edit')).stdout);
    expect([first.result, first.tool_calls.map((call: { name: string; ok: boolean }) => [call.name, call.ok])]).toEqual([
      'Done.',
      [
        ['grep', true],
        ['edit', true],
      ],
    ]);
    expect(readFileSync(join(project, 'greet.py'), 'utf8')).toContain('good day');
    expect((await ocode('-c', '-p', 'what did I ask?')).stdout).toBe('You asked for a politer greeting.\n');
    await ocode('undo');
    expect(readFileSync(join(project, 'greet.py'), 'utf8')).toContain('hello');
  } finally {
    await server.close();
  }
}

function run(file: string, args: string[], { cwd = folder, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = promisify(execFile)(file, args, { cwd, env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', timeout: 60_000 });
  child.child.stdin?.end();
  return child;
}

/** `node_modules/.bin/node` may be a wrapper; the binary itself lies in the package of this platform. */
function findNode(place: string): string {
  const found = (readdirSync(join(place, 'node_modules'), { recursive: true }) as string[]).find((path) =>
    /node-[a-z]+-[a-z0-9]+[\\/]bin[\\/]node(\.exe)?$/.test(path),
  );
  expect(found, 'the node package brought no binary').toBeDefined();
  return join(place, 'node_modules', found ?? '');
}
