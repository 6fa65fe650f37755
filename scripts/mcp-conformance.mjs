// npm run test:mcp: the official conformance suite against our client and our server, and our client against the
// reference server. The packages are not among our dependencies; MCP_CONFORMANCE names a folder where they are installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { adaptToHttp } from '../test/mcp/conformance/http-adapter.mjs';

const folder = resolve(process.env.MCP_CONFORMANCE ?? '.');
const inPackages = (path) => join(folder, 'node_modules', path);
const suite = inPackages('@modelcontextprotocol/conformance/dist/index.js');
const everything = inPackages('@modelcontextprotocol/server-everything/dist/index.js');
const expected = resolve('test/mcp/conformance/expected-failures.yml');
// The suite needs Node 22; the npm package `node` brings one.
const node22 = [inPackages('node/bin/node')].find((path) => existsSync(path)) ?? process.execPath;

if (!existsSync(suite) || !existsSync(everything)) {
  process.stdout.write(`The official packages are not installed in ${folder}. To measure:
  mkdir -p /tmp/mcp && cd /tmp/mcp && npm init -y
  npm install @modelcontextprotocol/conformance @modelcontextprotocol/server-everything node@22
and then here: MCP_CONFORMANCE=/tmp/mcp npm run test:mcp
`);
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), 'ocode-conformance-'));
let failed = 0;
try {
  for (const name of ['client', 'everything']) {
    await build({
      entryPoints: [`test/mcp/conformance/${name}.ts`],
      outfile: join(work, `${name}.mjs`),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    });
  }
  await run('client', node22, [
    suite,
    'client',
    '--command',
    `${process.execPath} ${join(work, 'client.mjs')}`,
    '--suite',
    'all',
    // All run side by side; a busy machine needs time for that.
    '--timeout',
    '120000',
    '--expected-failures',
    expected,
  ]);

  const project = join(work, 'project');
  spawnSync('git', ['init', '-q', project]);
  writeFileSync(join(project, 'a.txt'), 'words in a file\n');
  const server = await adaptToHttp([process.execPath, resolve('bin/ocode.mjs'), 'mcp', 'serve'], {
    cwd: project,
    env: { ...process.env, OCODE_HOME: join(work, 'home') },
  });
  await run('server', node22, [suite, 'server', '--url', server.url, '--expected-failures', expected]);
  server.close();

  for (const transport of ['stdio', 'streamableHttp', 'sse']) {
    await run(`server-everything over ${transport}`, process.execPath, [join(work, 'everything.mjs'), everything, transport]);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

async function run(name, file, args) {
  const log = join(work, 'log');
  const child = spawn(file, args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  writeFileSync(log, Buffer.concat(chunks));
  const text = readFileSync(log, 'utf8');
  const summary = text.includes('SUMMARY') ? text.slice(text.lastIndexOf('=== ', text.lastIndexOf('SUMMARY'))) : text;
  process.stdout.write(`\n${name}: ${code === 0 ? 'as expected' : `FAILED (${code})`}\n${summary.trim()}\n`);
  if (code !== 0) failed += 1;
}
