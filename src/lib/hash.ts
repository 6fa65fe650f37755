import { createHash } from 'node:crypto';

/** sha-256 of the bytes (strings as UTF-8), lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
