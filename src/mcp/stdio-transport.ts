import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { LineReader } from '../lib/line-reader.js';
import { killGroup, watchGroup } from '../lib/process-group.js';

export interface StdioOptions {
  command: string;
  args: readonly string[];
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  cwd: string;
  /** Milliseconds a server has to leave after its stdin was closed, and again after SIGTERM. */
  grace: number;
  /** Bytes of one message; a longer one ends the connection. */
  maxMessage: number;
}

const STDERR_KEPT = 2_000;
/** In a second; what a server says beyond that is not even read, or it could keep ocode from its work. */
const MOST_NOTIFICATIONS = 500;

/**
 * A server as a child process. Not the SDK's own transport, because that one passes on parts of our environment, leaves
 * grandchildren (npx, uvx, sh -c) behind, and reports nothing of what a server wrote before it died.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Lines on stdout that were no JSON-RPC. */
  noise = 0;
  private child: ChildProcess | undefined;
  private stderr = '';
  private ended: Promise<void> = Promise.resolve();
  private exit: string | undefined;
  private closing = false;
  private readonly talk = new Allowance(MOST_NOTIFICATIONS);

  constructor(
    private readonly options: StdioOptions,
    private readonly parse: (value: unknown) => JSONRPCMessage,
  ) {}

  async start(): Promise<void> {
    const { command, args, env, cwd } = this.options;
    const child = spawn(command, [...args], { cwd, env, stdio: 'pipe', detached: process.platform !== 'win32', windowsHide: true });
    this.child = child;
    const unwatch = watchGroup(child.pid);
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        // That it left because it was told to is no news.
        if (!this.closing || (code !== null && code !== 0)) this.exit = signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
        // What it started must not outlive it.
        killGroup(child.pid, 'SIGKILL');
        unwatch();
        resolve();
        this.onclose?.();
      });
    });
    const lines = new LineReader(this.options.maxMessage);
    child.stdout.on('data', (chunk: Buffer) => this.receive(lines, chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', (error) => this.onerror?.(error));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNotStarted(error, command, cwd), { cause: error })));
    });
    child.on('error', (error) => this.onerror?.(error));
  }

  /** How it ended and the last it wrote to stderr; for the notice. */
  lastWords(): string {
    const words = tellingLines(this.stderr);
    return [this.exit, words && `it said: ${words}`].filter(Boolean).join('; ');
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.child?.stdin;
    if (!stdin?.writable) throw new Error('the server is gone');
    await new Promise<void>((resolve, reject) => {
      stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Closes its stdin, waits, then SIGTERM, then SIGKILL to all its processes. */
  async close(): Promise<void> {
    const child = this.child;
    if (!child || child.pid === undefined) return;
    this.closing = true;
    child.stdin?.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await this.endsWithin(this.options.grace)) return;
      killGroup(child.pid, signal);
    }
    await this.endsWithin(this.options.grace);
  }

  private async endsWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const result = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return result;
  }

  private receive(lines: LineReader, chunk: Buffer): void {
    let found: string[];
    try {
      found = lines.push(chunk);
    } catch (error) {
      this.onerror?.(error as Error);
      killGroup(this.child?.pid, 'SIGKILL');
      return;
    }
    for (const line of found) {
      let message: JSONRPCMessage;
      try {
        const value: unknown = JSON.parse(line);
        if (isNotification(value) && !this.talk.take()) continue;
        message = this.parse(value);
      } catch {
        this.noise += 1;
        continue;
      }
      this.onmessage?.(message);
    }
  }
}

function whyNotStarted({ code, message }: NodeJS.ErrnoException, command: string, cwd: string): string {
  if (code === 'ENOENT') return existsSync(cwd) ? `there is no program ${command} (${code})` : `there is no folder ${cwd} to start it in (${code})`;
  return code === 'EACCES' ? `${command} may not be run (${code})` : message;
}

function isNotification(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'method' in value && !('id' in value);
}

/** So many in each second. */
class Allowance {
  private since = 0;
  private count = 0;

  constructor(private readonly most: number) {}

  take(): boolean {
    const now = performance.now();
    if (now - this.since > 1_000) {
      this.since = now;
      this.count = 0;
    }
    this.count += 1;
    return this.count <= this.most;
  }
}

/** The line that names what went wrong, if one does (stack traces end with anything but that), else the last ones. */
export function tellingLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const named = lines.filter((line) => /^(?:\S+ )?(?:\w*(?:error|exception)|fatal|panic)\b.{0,3}[:!]/i.test(line)).at(-1);
  return named ?? lines.slice(-3).join(' ');
}
