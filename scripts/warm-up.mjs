// Runs the built program once on a made-up project, so that the code V8 compiled for it lies beside the bundle before a user starts it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** A failure costs the first start of the user some milliseconds; it is told, and the build goes on. */
export async function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'ocode-warm-up-'));
  const server = createServer((request, response) => request.resume().on('end', () => response.end(REPLIES[request.url] ?? '{}')));
  try {
    writeFileSync(join(folder, 'hello.py'), 'def hello():\n    return "hello"\n');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const env = {
      ...process.env,
      HOME: folder,
      OCODE_HOME: join(folder, 'home'),
      OCODE_MODEL: 'warm',
      OLLAMA_HOST: `http://127.0.0.1:${server.address().port}`,
    };
    const child = spawn(process.execPath, [BIN, '-p', 'where is hello said?', '--ephemeral'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(child, 'close');
    if (code !== 0) process.stderr.write(`the warm-up run ended with ${code}\n`);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
