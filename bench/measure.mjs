// Small hands of the benchmark: processes timed from outside, a server that notes when requests arrive, projects made up on disk.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../bin/ocode.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ocode-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** NODE_EXTRA_CA_CERTS makes every start of Node slower, for ocode and the reference alike. */
export const ENV = { PATH: process.env.PATH, HOME: folder, OCODE_HOME: join(folder, 'home'), OCODE_MODEL: 'bench', TERM: 'dumb', GIT_CONFIG_NOSYSTEM: '1' };

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Runs a program; milliseconds until it is gone, and what it printed. */
export function run(file, args, { cwd = folder, env = {}, onSpawn, onStdout } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, { cwd, env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    onSpawn?.(child, started);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      onStdout?.(chunk);
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ms: performance.now() - started, code, stdout, stderr }));
  });
}

export async function ocode(args, options = {}) {
  const done = await run(process.execPath, [BIN, ...args], options);
  if (done.code !== 0) throw new Error(`ocode ${args.join(' ')} ended with ${done.code}: ${done.stderr}`);
  return done;
}

/** Runs two things by turns, so that a drifting machine is unfair to neither; medians of both. */
export async function byTurns(rounds, a, b) {
  const [first, second] = [[], []];
  await a();
  await b();
  for (let round = 0; round < rounds; round++) {
    first.push(await a());
    second.push(await b());
  }
  return [median(first), median(second)];
}

export const bareNode = async () => (await run(process.execPath, ['-e', '0'])).ms;

/** A server that speaks just enough of Ollama and calls `answer` for each chat request with its body and arrival time. */
export async function startServer(answer) {
  const server = createServer((request, response) => {
    const at = performance.now();
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const reply = (value) => response.end(JSON.stringify(value));
      if (request.url === '/api/tags')
        return reply({ models: [{ name: 'bench', model: 'bench', digest: 'd1', size: 1, modified_at: '2026-01-01T00:00:00Z' }] });
      if (request.url === '/api/show')
        return reply({ capabilities: ['completion', 'tools'], model_info: { 'general.architecture': 'x', 'x.context_length': 32768 } });
      if (request.url === '/api/ps') return reply({ models: [{ name: 'bench', model: 'bench' }] });
      if (request.url === '/api/version') return reply({ version: '0.33.0' });
      return answer({ body: JSON.parse(text), at, response });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

export const line = (value) => `${JSON.stringify(value)}\n`;
export const words = (content) => line({ message: { role: 'assistant', content }, done: false });
export const calls = (...list) =>
  line({ message: { role: 'assistant', content: '', tool_calls: list.map(([name, args]) => ({ function: { name, arguments: args } })) }, done: false });
export const done = line({
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 900,
  eval_count: 5,
  total_duration: 1,
  eval_duration: 1,
});

/** A made-up project of that many TypeScript files in a git repository. */
export function makeProject(name, count) {
  const root = join(folder, name);
  for (let index = 0; index < count; index++) write(root, fileName(index), source(index));
  write(root, 'README.md', `# ${name}\n`);
  const git = (...args) => execFileSync('git', args, { cwd: root, env: ENV, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=b', '-c', 'user.email=b@example.org', 'commit', '-q', '-m', 'first');
  return root;
}

export const fileName = (index) => `src/area${index % 40}/module-${index}.ts`;

export function write(root, name, text) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const TOPICS = ['cache', 'parser', 'session', 'router', 'token', 'graph', 'render', 'queue', 'policy', 'stream', 'index', 'config'];

/** About 3 KB of plausible code. */
export function source(index) {
  const topic = TOPICS[index % TOPICS.length];
  const other = index === 0 ? '' : `import { ${topic}Step${index - 1} } from '../area${(index - 1) % 40}/module-${index - 1}.js';\n`;
  const steps = Array.from(
    { length: 12 },
    (_, step) => `
/** Step ${step} of the ${topic} in module ${index}. */
export function ${topic}Step${index}${step || ''}(input: string, limit = ${step + 1}): string {
  if (input.length > limit) {
    return input.slice(0, limit).toUpperCase();
  }
  return \`\${input}-${topic}-${step}\`;
}`,
  );
  return `${other}${steps.join('\n')}\n`;
}

/** Highest resident memory of a running process so far, in MB (Linux). */
export function peakMemory(pid) {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
