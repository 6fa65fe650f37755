// The main job on a real, small git repository: a question with context, an edit, its diff, undo.
// Uses your Ollama when one answers and has a model that can call tools; else the bundled stand-in server, and says so.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_FILES, QUESTION, startDemoServer, TASK } from './demo-project.mjs';

const bin = fileURLToPath(new URL('../bin/ocode.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ocode-demo-'));
const project = join(folder, 'greeter');
const say = (text) => process.stdout.write(`${text}\n`);

const server = (await usableOllama()) ?? (await startDemoServer());
say(
  server.standIn
    ? 'No Ollama with a tool-calling model answers here, so this demo talks to the bundled stand-in server,\nwhich plays back prepared answers. Everything else is real.\n'
    : `Using your Ollama at ${server.url} with ${server.model}.\n`,
);
try {
  makeRepository();
  await run('-p', QUESTION);
  await run('-p', TASK, '--permission-mode', 'auto-edit');
  say('$ git diff');
  process.stdout.write(execFileSync('git', ['--no-pager', 'diff'], { cwd: project, encoding: 'utf8' }));
  await run('undo');
  const left = execFileSync('git', ['status', '--short'], { cwd: project, encoding: 'utf8' });
  say(left.trim() === '' ? '\nThe repository is as it was.' : `\nStill changed:\n${left}`);
  if (server.standIn && left.trim() !== '') process.exitCode = 1;
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

function makeRepository() {
  for (const [name, text] of Object.entries(DEMO_FILES)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  const git = (...args) => execFileSync('git', ['-c', 'user.name=demo', '-c', 'user.email=demo@example.org', ...args], { cwd: project, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'greeter');
}

async function run(...args) {
  say(`$ ocode ${args.map((arg) => (/[\s"]/.test(arg) ? JSON.stringify(arg) : arg)).join(' ')}`);
  const env = { ...process.env, OCODE_HOME: join(folder, 'home'), OLLAMA_HOST: server.url, OCODE_MODEL: server.model };
  // Not synchronous: the stand-in server lives in this process.
  const [code] = await once(spawn(process.execPath, [bin, ...args], { cwd: project, env, stdio: ['ignore', 'inherit', 'inherit'] }), 'close');
  if (code !== 0) {
    say(`ocode ended with exit code ${code}`);
    process.exitCode = 1;
  }
  say('');
}

async function usableOllama() {
  const host = process.env.OLLAMA_HOST?.trim() || 'http://127.0.0.1:11434';
  const url = /^https?:/.test(host) ? host : `http://${host.startsWith(':') ? `127.0.0.1${host}` : host.replace(/^0\.0\.0\.0/, '127.0.0.1')}`;
  try {
    const { models } = await (await fetch(new URL('/api/tags', url), { signal: AbortSignal.timeout(1500) })).json();
    for (const { name } of models) {
      const shown = await (
        await fetch(new URL('/api/show', url), { method: 'POST', body: JSON.stringify({ model: name }), signal: AbortSignal.timeout(3000) })
      ).json();
      if (shown.capabilities?.includes('tools') && !shown.remote_host) return { url, model: name, standIn: false, close: async () => {} };
    }
  } catch {
    // Nobody answers: the stand-in does.
  }
  return undefined;
}
