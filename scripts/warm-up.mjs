// Runs the built program on a made-up project, so that the code V8 compiled for it lies beside the bundle before a user starts it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../dist/program', import.meta.url));
const BIN = fileURLToPath(new URL('../bin/ocode.mjs', import.meta.url));
const line = (value) => `${JSON.stringify(value)}\n`;
const ANSWER =
  line({ message: { role: 'assistant', content: 'Hello.' }, done: false }) +
  line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 1200, eval_count: 2 });
const REPLIES = {
  '/api/tags': line({ models: [{ name: 'warm', model: 'warm', digest: 'd', size: 1, modified_at: '2026-01-01T00:00:00Z' }] }),
  '/api/show': line({ capabilities: ['completion', 'tools'], model_info: { 'general.architecture': 'x', 'x.context_length': 32768 } }),
  '/api/ps': line({ models: [] }),
  '/api/version': line({ version: '0.33.0' }),
  '/api/chat': ANSWER,
};

/** Files of several languages that import each other, and a past: what ranking looks at. */
const FILES = {
  'README.md': '# Shop\n\nA cache of prices and the orders made with them.\n',
  'src/cache.ts':
    'import { Price } from "./price";\n\n/** Keeps prices until they are too old. */\nexport class PriceCache {\n  get(key: string): Price | undefined {\n    return undefined;\n  }\n}\n',
  'src/price.ts': 'export interface Price {\n  amount: number;\n}\n\nexport function readPrice(text: string): Price {\n  return { amount: Number(text) };\n}\n',
  'src/orders.ts':
    'import { PriceCache } from "./cache";\nimport { readPrice } from "./price";\n\nexport function order(text: string) {\n  return [new PriceCache(), readPrice(text)];\n}\n',
  'test/cache.test.ts': 'import { PriceCache } from "../src/cache";\n\nnew PriceCache().get("x");\n',
  'tools/report.py': 'import sys\n\n\ndef report(path):\n    # Prints a report.\n    print(path)\n',
};

const QUESTION = ['-p', 'why does the price cache miss in src/orders.ts?', '--ephemeral'];

/**
 * The last run finds settings, the model known and all files but one read, as most runs do, and keeps its code. A failure costs the first start of the user
 * some milliseconds; it is told, and the build goes on.
 */
export async function warmUp() {
  await inProject(async (folder, env) => {
    await getToKnow(folder, env);
    writeFileSync(join(env.OCODE_HOME, 'settings.json'), line({ model: 'warm' }));
    appendFileSync(join(folder, 'src/price.ts'), '\nexport const NOTHING: Price = { amount: 0 };\n');
    await run(QUESTION, folder, env);
  });
}

/** Names of the chunks that are evaluated before the first request leaves, from V8's coverage of a run that is stopped there; empty when it failed. */
export async function chunksBeforeRequest() {
  const names = new Set();
  await inProject(async (folder, env, onChat) => {
    await getToKnow(folder, env);
    const coverage = join(folder, '..', 'coverage');
    const child = spawn(process.execPath, [BIN, ...QUESTION], { cwd: folder, env: { ...env, NODE_V8_COVERAGE: coverage }, stdio: 'ignore' });
    onChat(() => child.kill('SIGTERM'));
    await once(child, 'close');
    for (const file of readdirSync(coverage)) {
      for (const { url, functions } of JSON.parse(readFileSync(join(coverage, file), 'utf8')).result) {
        if (url.endsWith('/start.cjs')) for (const name of evaluated(functions, readFileSync(fileURLToPath(url), 'latin1'))) names.add(name);
      }
    }
  });
  if (names.size === 0) process.stderr.write('which chunks come before the first request could not be told: all of them start together\n');
  return names;
}

/** A chunk's function begins behind its name: `"./name.js":(module,…)=>{`. */
function evaluated(functions, pack) {
  return functions
    .filter(({ ranges }) => ranges[0].count > 0)
    .flatMap(({ ranges }) => /"\.\/([^"]+)":$/.exec(pack.slice(Math.max(0, ranges[0].startOffset - 80), ranges[0].startOffset))?.[1] ?? []);
}

/** A small repository, a server, and an environment of its own. */
async function inProject(work) {
  const base = mkdtempSync(join(tmpdir(), 'ocode-warm-up-'));
  const [folder, home] = [join(base, 'shop'), join(base, 'home')];
  let atChat;
  const server = createServer((request, response) =>
    request.resume().on('end', () => (atChat && request.url === '/api/chat' ? atChat() : response.end(REPLIES[request.url] ?? '{}'))),
  );
  try {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const git = (...args) => spawnSync('git', ['-c', 'user.name=warm-up', '-c', 'user.email=warm-up@example.org', ...args], { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'cache: prices are kept');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const env = {
      ...process.env,
      HOME: home,
      OCODE_HOME: join(home, '.ocode'),
      OCODE_MODEL: 'warm',
      OLLAMA_HOST: `http://127.0.0.1:${server.address().port}`,
    };
    await work(folder, env, (act) => {
      atChat = act;
    });
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(base, { recursive: true, force: true });
  }
}

async function getToKnow(folder, env) {
  await run(['index'], folder, env);
  await run(QUESTION, folder, env);
  // The code of this run is that of a first one.
  for (const name of readdirSync(PROGRAM)) if (name.endsWith('.cache')) rmSync(join(PROGRAM, name));
}

async function run(args, cwd, env) {
  const [code] = await once(spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }), 'close');
  if (code !== 0) process.stderr.write(`the warm-up run ocode ${args[0]} ended with ${code}\n`);
}
