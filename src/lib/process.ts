import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { endGroup, killGroup, watchGroup } from './process-group.js';

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

/** Runs a program in its own process group and always ends the whole group: at its end, on time-out and on abort. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { execa } = await import('execa');
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
  const collected = new Collected(request.maxOutput ?? 1_000_000, request.onOutput);
  collected.read(child.stdout, 'stdout');
  collected.read(child.stderr, 'stderr');

  const unwatch = watchGroup(child.pid);
  const stop = (): void => endGroup(child.pid);
  let timedOut = false;
  const late = (): void => {
    timedOut = true;
    stop();
  };
  const timer = request.timeout === undefined ? undefined : setTimeout(late, request.timeout);
  request.signal?.addEventListener('abort', stop, { once: true });
  if (request.signal?.aborted) stop();
  try {
    const result = await child;
    return {
      ...collected.texts(),
      exitCode: result.exitCode,
      signal: result.signal,
      timedOut,
      cancelled: request.signal?.aborted ?? false,
      ...(child.pid === undefined ? { startError: result.message ?? 'it could not be started' } : {}),
    };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
    unwatch();
    // What it left behind. On Windows nothing can be found any more once it ended.
    if (process.platform !== 'win32') killGroup(child.pid, 'SIGKILL');
  }
}

/** What a program writes, up to a number of bytes; what comes after is counted. */
class Collected {
  private readonly parts: Record<'output' | 'stdout' | 'stderr', Buffer[]> = { output: [], stdout: [], stderr: [] };
  private kept = 0;
  private droppedBytes = 0;

  constructor(
    private readonly most: number,
    private readonly onOutput: ProcessRequest['onOutput'],
  ) {}

  read(stream: Readable | null, name: 'stdout' | 'stderr'): void {
    // A character may lie in two chunks.
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => {
      const piece = chunk.subarray(0, Math.max(0, this.most - this.kept));
      this.droppedBytes += chunk.length - piece.length;
      if (piece.length === 0) return;
      this.kept += piece.length;
      this.parts[name].push(piece);
      this.parts.output.push(piece);
      const text = decoder.write(piece);
      if (text !== '') this.onOutput?.(text);
    });
  }

  texts(): Pick<ProcessResult, 'output' | 'stdout' | 'stderr' | 'droppedBytes'> {
    const text = (name: 'output' | 'stdout' | 'stderr'): string => Buffer.concat(this.parts[name]).toString('utf8');
    return { output: text('output'), stdout: text('stdout'), stderr: text('stderr'), droppedBytes: this.droppedBytes };
  }
}
