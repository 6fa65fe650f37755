import { fstatSync } from 'node:fs';
import { OCodeError } from '../contract/error.js';

/** With a query given, an open pipe that says nothing for this long is left alone. */
const SILENCE_MS = 1000;

export interface StdinText {
  text: string;
  /** Nothing came on an open pipe, and the run goes on without it. */
  gaveUp: boolean;
}

/** True when something may come on stdin: a pipe, a file, a socket; not a terminal, not /dev/null, not closed. */
export function stdinDelivers(): boolean {
  try {
    const info = fstatSync(0);
    return info.isFIFO() || info.isFile() || info.isSocket();
  } catch {
    return false;
  }
}

/**
 * All of stdin. `patient`: wait for the first byte however long it takes (stdin is the prompt); else give up after a
 * second of silence. What delivers is read to its end. `signal` ends the wait with its reason. Throws OCodeError `usage` for binary input.
 */
export async function readStdin(patient: boolean, signal?: AbortSignal): Promise<StdinText> {
  if (!stdinDelivers()) return { text: '', gaveUp: false };
  const chunks: Buffer[] = [];
  const silent = await new Promise<boolean>((resolve, reject) => {
    const timer = patient ? undefined : setTimeout(() => finish(true), SILENCE_MS);
    const finish = (gaveUp: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      process.stdin.removeAllListeners();
      if (gaveUp) process.stdin.destroy();
      resolve(gaveUp);
    };
    const onAbort = (): void => {
      reject(signal?.reason);
      finish(true);
    };
    signal?.addEventListener('abort', onAbort);
    process.stdin.on('data', (chunk: Buffer) => {
      clearTimeout(timer);
      chunks.push(chunk);
    });
    process.stdin.on('end', () => finish(false));
    process.stdin.on('error', (cause) => {
      reject(new OCodeError('usage', `stdin cannot be read: ${cause.message}`, { cause }));
      finish(false);
    });
  });
  const bytes = Buffer.concat(chunks);
  if (bytes.includes(0)) throw new OCodeError('usage', 'stdin is binary, not text', { hint: 'pipe text, or name the file in the question' });
  return { text: bytes.toString('utf8'), gaveUp: silent };
}
