// Runs the built program on a made-up project, so that the code V8 compiled for it lies beside the bundle before a user starts it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/ocode.mjs', import.meta.url));
const line = (value) => `${JSON.stringify(value)}\n`;
const ANSWER =
  line({ message: { role: 'assistant', content: 'Hello.' }, done: false }) +
  line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 1200, eval_count: 2 });
const REPLIES = {
  '/api/tags': line({ models: [{ name: 'warm', model: 'warm', digest: 'd', size: 1, modified_at: '2026-01-01T00:00:00Z' }] }),
  '/api/show': line({ capabilities: ['completion', 'tools'], model_info: { 'general.architecture': 'x', 'x.context_length': 32768 } }),
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

/**
 * Two runs: the first reads the files, the second finds them read and keeps its code. A failure costs the first start of the user some
 * milliseconds; it is told, and the build goes on.
 */
export async function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'ocode-warm-up-'));
  const server = createServer((request, response) => request.resume().on('end', () => response.end(REPLIES[request.url] ?? '{}')));
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
      HOME: folder,
      OCODE_HOME: join(folder, 'home'),
      OCODE_MODEL: 'warm',
      OLLAMA_HOST: `http://127.0.0.1:${server.address().port}`,
    };
    await run(['index'], folder, env);
    await run(['-p', 'why does the price cache miss in src/orders.ts?', '--ephemeral'], folder, env);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(args, cwd, env) {
  const [code] = await once(spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }), 'close');
  if (code !== 0) process.stderr.write(`the warm-up run ocode ${args[0]} ended with ${code}\n`);
}
