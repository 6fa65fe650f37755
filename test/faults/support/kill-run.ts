import { spawn } from 'node:child_process';
import { BIN } from '../../support/run-cli.js';
import type { World } from '../../support/world.js';
import type { Random } from './rounds.js';

/** When the process is killed: so long after its start, or so long after the server got its nth chat request. */
export type Moment = { afterStart: number } | { request: number; after: number };

export interface KilledRun {
  /** It ended by itself before the moment came. */
  finished: boolean;
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A moment anywhere in a run of about `duration` milliseconds with so many requests; every second one close to a write. */
export function someMoment(random: Random, duration: number, requests: number): Moment {
  if (requests === 0 || random.next() < 0.4) return { afterStart: random.next() * duration };
  return { request: 1 + random.below(requests), after: random.next() * 40 };
}

/** Runs the built program and kills it with SIGKILL at that moment. */
export function killedRun(world: World, args: readonly string[], moment: Moment): Promise<KilledRun> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: world.project,
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TERM: 'dumb', ...world.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  const timers: NodeJS.Timeout[] = [];
  if ('afterStart' in moment) timers.push(setTimeout(kill, moment.afterStart));
  else {
    const wanted = (world.server?.chats.length ?? 0) + moment.request;
    const watch = setInterval(() => {
      if ((world.server?.chats.length ?? 0) < wanted) return;
      clearInterval(watch);
      timers.push(setTimeout(kill, moment.after));
    }, 1);
    timers.push(watch);
  }
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ finished: signal === null, code, stdout, stderr });
    });
  });
}
