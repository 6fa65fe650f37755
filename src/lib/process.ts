import { execFile } from 'node:child_process';
import type { Readable } from 'node:stream';
import { descendants } from './process-tree.js';

export interface ProcessRequest {
  file: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  /** Milliseconds; the whole process group is killed after it. */
  timeout?: number;
  /** Bytes kept of stdout and stderr together; what comes after is counted and dropped. */
  maxOutput?: number;
  signal?: AbortSignal;
  input?: string;
  onOutput?(text: string): void;
}

export interface ProcessResult {
  /** stdout and stderr in the order they came. */
  output: string;
  stdout: string;
  stderr: string;
  exitCode: number | undefined;
  signal: string | undefined;
  timedOut: boolean;
  cancelled: boolean;
  droppedBytes: number;
  /** Why it could not be started (ENOENT …). */
  startError?: string;
}

const KILL_GRACE_MS = 500;

/** Runs a program in its own process group and always ends the whole group: at its end, on time-out and on abort. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { execa } = await import('execa');
  const cap = request.maxOutput ?? 1_000_000;
  const parts: Record<'output' | 'stdout' | 'stderr', Buffer[]> = { output: [], stdout: [], stderr: [] };
  let kept = 0;
  let droppedBytes = 0;
  let timedOut = false;

  const child = execa(request.file, [...request.args], {
    cwd: request.cwd,
    env: request.env,
    extendEnv: false,
    detached: process.platform !== 'win32',
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    cleanup: true,
    ...(request.input === undefined ? { stdin: 'ignore' as const } : { input: request.input }),
  });
  const collect = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    stream?.on('data', (chunk: Buffer) => {
      const room = Math.max(0, cap - kept);
      droppedBytes += Math.max(0, chunk.length - room);
      if (room === 0) return;
      const piece = chunk.subarray(0, room);
      kept += piece.length;
      parts[name].push(piece);
      parts.output.push(piece);
      request.onOutput?.(piece.toString('utf8'));
    });
  };
  collect(child.stdout, 'stdout');
  collect(child.stderr, 'stderr');

  const stop = (): void => killGroup(child.pid);
  if (child.pid !== undefined) remember(child.pid);
  const timer =
    request.timeout === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          stop();
        }, request.timeout);
  request.signal?.addEventListener('abort', stop, { once: true });
  if (request.signal?.aborted) stop();
  try {
    const result = await child;
    return {
      output: Buffer.concat(parts.output).toString('utf8'),
      stdout: Buffer.concat(parts.stdout).toString('utf8'),
      stderr: Buffer.concat(parts.stderr).toString('utf8'),
      exitCode: result.exitCode,
      signal: result.signal,
      timedOut,
      cancelled: request.signal?.aborted ?? false,
      droppedBytes,
      ...(child.pid === undefined ? { startError: result.message ?? 'it could not be started' } : {}),
    };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
    if (child.pid !== undefined) running.delete(child.pid);
    killGroup(child.pid, 'SIGKILL');
  }
}

/** Groups that are running now. */
const running = new Set<number>();
let watching = false;

/** A process that ends in a hurry (a second signal) leaves nothing running. */
function remember(pid: number): void {
  running.add(pid);
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const each of running) {
      for (const below of process.platform === 'win32' ? [] : descendants(each)) kill(below, 'SIGKILL');
      killGroup(each, process.platform === 'win32' ? 'SIGTERM' : 'SIGKILL');
    }
  });
}

/**
 * Ends a whole process group: SIGTERM, then SIGKILL after a short grace, also to what left the group. A sandbox runs its
 * command in a session of its own, and when it is ended in the instant of its start, nobody else ends the command.
 */
function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    // There are no groups: the tree below it is ended, once. What ended by itself has none that could be found.
    if (signal !== 'SIGKILL') execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => {});
    return;
  }
  const send = (name: NodeJS.Signals, to = -pid): void => kill(to, name);
  if (signal === 'SIGKILL') {
    send(signal);
    return;
  }
  // Halted, so that it starts nothing between the look and the end.
  send('SIGSTOP');
  const below = descendants(pid);
  send(signal);
  send('SIGCONT');
  setTimeout(() => {
    send('SIGKILL');
    for (const each of below) send('SIGKILL', each);
  }, KILL_GRACE_MS).unref();
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
