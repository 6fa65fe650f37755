// npm run test:mcp: the official conformance suite against our client and our server, and our client against the
// reference server. Their packages are not among our dependencies (one of them is another Node, which would stand before
// ours in every npm script): they are installed once into a cache, or taken from the folder that MCP_CONFORMANCE names.
// `npm run test:mcp -- <word>` runs only the scenarios whose name holds the word.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { adaptToHttp } from '../test/mcp/conformance/http-adapter.mjs';

const PACKAGES = { '@modelcontextprotocol/conformance': '0.1.16', '@modelcontextprotocol/server-everything': '2026.8.31', node: '22' };
/** Seconds for one scenario, on a busy machine. */
const LIMIT = 120;

const only = process.argv[2] ?? '';
const folder = process.env.MCP_CONFORMANCE ? resolve(process.env.MCP_CONFORMANCE) : installed();
const inPackages = (path) => join(folder, 'node_modules', path);
const suite = inPackages('@modelcontextprotocol/conformance/dist/index.js');
const everything = inPackages('@modelcontextprotocol/server-everything/dist/index.js');
// The suite needs Node 22; the npm package `node` brings one.
const node22 = [inPackages('node/bin/node')].find((path) => existsSync(path)) ?? process.execPath;
const expected = parse(readFileSync('test/mcp/conformance/expected-failures.yml', 'utf8'));

/** Beside the sources, so that packages that are not bundled are found. */
const work = mkdtempSync(resolve('.mcp-conformance-'));
const home = mkdtempSync(join(tmpdir(), 'ocode-conformance-'));
let failed = 0;
try {
  await bundle(['client', 'everything', 'fixture-server']);
  const scenarios = scenarioNames();

  const client = `${process.execPath} ${join(work, 'client.mjs')}`;
  await runAll('client', scenarios.client, (name) => ['client', '--command', client, '--scenario', name, '--timeout', String(LIMIT * 1000)]);

  const project = join(home, 'project');
  mkdirSync(join(home, 'home', 'plugins'), { recursive: true });
  copyFileSync('test/mcp/conformance/fixture-plugin.mjs', join(home, 'home', 'plugins', 'conformance.mjs'));
  spawnSync('git', ['init', '-q', project]);
  writeFileSync(join(project, 'a.txt'), 'words in a file\n');
  const server = await adaptToHttp([process.execPath, join(work, 'fixture-server.mjs')], {
    cwd: project,
    env: { ...process.env, OCODE_HOME: join(home, 'home') },
  });
  await runAll('server', scenarios.server, (name) => ['server', '--url', server.url, '--scenario', name]);
  server.close();

  for (const transport of ['stdio', 'streamableHttp', 'sse']) {
    if (!`everything ${transport}`.includes(only)) continue;
    const { code, text } = await run(process.execPath, [join(work, 'everything.mjs'), everything, transport]);
    if (code !== 0) failed += 1;
    process.stdout.write(`\nserver-everything over ${transport}: ${code === 0 ? 'works' : 'FAILED'}\n${text.trim()}\n`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

/** The cache with the packages; npm fetches what is missing. */
function installed() {
  const cache = resolve('node_modules/.cache/mcp-conformance');
  const versions = JSON.stringify({ private: true, dependencies: PACKAGES });
  const manifest = join(cache, 'package.json');
  if (existsSync(join(cache, 'node_modules')) && existsSync(manifest) && readFileSync(manifest, 'utf8') === versions) return cache;
  process.stdout.write(`installing ${Object.keys(PACKAGES).join(', ')} into ${cache}\n`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(manifest, versions);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: cache, stdio: 'inherit' });
  if (status !== 0) {
    rmSync(cache, { recursive: true, force: true });
    throw new Error('the packages could not be installed; MCP_CONFORMANCE may name a folder that holds them');
  }
  return cache;
}

async function bundle(names) {
  const pkg = JSON.parse(readFileSync('package.json', 'utf8'));
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, `test/mcp/conformance/${name}.ts`])),
    outdir: work,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: Object.keys(pkg.dependencies),
    loader: { '.scm': 'text' },
    logLevel: 'error',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
}

/** What the suite itself lists. */
function scenarioNames() {
  const { stdout } = spawnSync(node22, [suite, 'list'], { encoding: 'utf8' });
  const part = (from, to) => stdout.slice(stdout.indexOf(from), to ? stdout.indexOf(to) : undefined);
  const names = (text) => [...text.matchAll(/^ +- (\S+)/gm)].map(([, name]) => name);
  return { server: names(part('Server scenarios', 'Client scenarios')), client: names(part('Client scenarios')) };
}

/** One after the other: some of them measure time. A scenario that is expected to fail and does not is a failure too. */
async function runAll(side, names, argv) {
  const wanted = names.filter((name) => name.includes(only));
  const gaps = expected[side] ?? [];
  let good = 0;
  const lines = [];
  for (const name of wanted) {
    const { code, text } = await run(node22, [suite, ...argv(name)]);
    const [, passed, all, bad, warnings] = /Passed: (\d+)\/(\d+), (\d+) failed, (\d+) warnings/.exec(text) ?? ['', '0', '?', '?', '?'];
    const ok = code === 0 && warnings === '0';
    if (ok) good += 1;
    const surprise = ok === gaps.includes(name);
    if (surprise) failed += 1;
    lines.push(
      `${ok ? '✓' : '✗'} ${name}: ${passed} of ${all} checks, ${bad} failed, ${warnings} warnings${surprise ? (ok ? '  NO LONGER A GAP' : '  UNEXPECTED') : ok ? '' : '  (known gap)'}`,
    );
    if (surprise && !ok) lines.push(text.split('\n').slice(-30).join('\n'));
  }
  const strangers = only === '' ? gaps.filter((name) => !names.includes(name)) : [];
  failed += strangers.length;
  process.stdout.write(`\n${side}: ${good} of ${wanted.length} scenarios\n${[...lines, ...strangers.map((name) => `? ${name} is no scenario`)].join('\n')}\n`);
}

async function run(file, args) {
  const child = spawn(file, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT * 1500);
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  return { code, text: Buffer.concat(chunks).toString() };
}
