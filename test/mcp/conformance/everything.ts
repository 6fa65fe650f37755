// Our client against the reference server. argv: its main file, transport.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createMcpManager, type McpServerConfig } from '../../../src/mcp/index.js';

const [main = '', transport = 'stdio'] = process.argv.slice(2);
const port = await freePort();
const child = transport === 'stdio' ? undefined : spawn(process.execPath, [main, transport], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
const config: McpServerConfig =
  transport === 'stdio'
    ? { command: process.execPath, args: [main, 'stdio'] }
    : { url: `http://127.0.0.1:${port}/${transport === 'sse' ? 'sse' : 'mcp'}`, ...(transport === 'sse' ? { type: 'sse' } : {}) };
const notices: string[] = [];
let asked = 0;
const manager = createMcpManager({
  servers: { everything: { ...config, sampling: 'allow' } },
  cwd: process.cwd(),
  roots: [process.cwd()],
  environment: (extra) => ({ PATH: process.env.PATH ?? '', ...extra }),
  onNotice: (text) => notices.push(text),
  sample: async ({ messages }) => ({ model: 'stand-in', text: `sampled after ${messages.length}`, stopReason: 'endTurn' }),
  elicit: async () => {
    asked += 1;
    return { action: 'decline' };
  },
  timeouts: { start: 20_000, call: 20_000 },
});
const signal = AbortSignal.timeout(60_000);
const done: string[] = [];

try {
  if (child) await listening(port);
  const tools = await manager.connect('everything', signal);
  const call = async (name: string, args: Record<string, unknown>, expected: RegExp): Promise<void> => {
    const progress: string[] = [];
    const tool = await manager.findTool('everything', name, signal);
    const context = { signal, budget: 20_000, progress: (text: string) => progress.push(text) } as unknown as Parameters<typeof tool.run>[1];
    const { text } = await tool.run(args, context);
    if (!expected.test(text)) throw new Error(`${name}: ${text.slice(0, 200)}`);
    done.push(`${name}${progress.length > 0 ? ` (${progress.length} progress)` : ''}`);
  };
  const has = (name: string): boolean => manager.status().some((status) => status.tools.includes(name));
  await call('echo', { message: 'hello' }, /hello/);
  await call(has('get-sum') ? 'get-sum' : 'add', { a: 2, b: 3 }, /5/);
  if (has('trigger-long-running-operation')) await call('trigger-long-running-operation', { duration: 1, steps: 2 }, /completed/i);
  if (has('get-tiny-image')) await call('get-tiny-image', {}, /\[image image\/png/);
  if (has('get-structured-content')) await call('get-structured-content', { location: 'New York' }, /temperature/);
  if (has('get-resource-reference')) await call('get-resource-reference', { resourceType: 'Text', resourceId: 1 }, /\[/);
  if (has('get-resource-links')) await call('get-resource-links', { count: 2 }, /\[resource /);
  if (has('get-roots-list')) await call('get-roots-list', {}, /file:|root/i);
  // These are there for clients that say they can: the server adds them after the handshake.
  if (has('trigger-sampling-request')) await call('trigger-sampling-request', { prompt: 'hello', maxTokens: 20 }, /sampled after/);
  if (has('trigger-elicitation-request')) {
    await call('trigger-elicitation-request', {}, /declin/i);
    if (asked !== 1) throw new Error('the person was not asked');
  }
  const prompts = await manager.listPrompts(signal);
  if (prompts.length === 0) throw new Error('no prompts');
  done.push(`${prompts.length} prompts`);
  process.stdout.write(`${tools.length} tools; worked: ${done.join(', ')}\n${notices.join('\n')}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\nworked: ${done.join(', ')}\n${notices.join('\n')}\n`);
  process.exitCode = 1;
} finally {
  await manager.close();
  child?.kill();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function listening(at: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(`http://127.0.0.1:${at}/`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
