import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runProcess } from '../../src/lib/process.js';

const env = { PATH: process.env.PATH ?? '' };

it.runIf(process.platform === 'linux')('a stop ends what left the process group too', async () => {
  const stop = new AbortController();
  // The inner one has a session of its own and holds the output open, as the command in a sandbox does.
  const script = 'setsid sh -c "echo inner \\$\\$; exec sleep 300" & exec sleep 300';
  const result = await runProcess({ file: 'sh', args: ['-c', script], cwd: '/', env, signal: stop.signal, onOutput: () => stop.abort() });
  expect(result).toMatchObject({ cancelled: true });
  const pid = /inner (\d+)/.exec(result.stdout)?.[1];
  expect(pid).toBeDefined();
  expect(runs(pid)).toBe(false);
});

/** A zombie that nobody took leave of does not run. */
function runs(pid: string | undefined): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

it('a signal that came before the start ends it at once', async () => {
  const result = await runProcess({ file: 'sleep', args: ['300'], cwd: '/', env, signal: AbortSignal.abort() });
  expect(result).toMatchObject({ cancelled: true });
});

it('a character that comes in two pieces is told whole', async () => {
  const told: string[] = [];
  const script = "printf 'a\\303'; sleep 0.2; printf '\\251b'";
  const { stdout } = await runProcess({ file: 'sh', args: ['-c', script], cwd: '/', env, onOutput: (text) => told.push(text) });
  expect([stdout, told.join('')]).toEqual(['aéb', 'aéb']);
});
