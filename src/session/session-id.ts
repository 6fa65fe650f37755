import { randomUUID } from 'node:crypto';
import { OCodeError } from '../contract/error.js';

export function newSessionId(): string {
  return randomUUID();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isSessionId(id: string): boolean {
  return UUID.test(id);
}

/** Checks the id given with --session-id. Throws OCodeError `usage`. */
export function checkSessionId(id: string): string {
  if (isSessionId(id)) return id.toLowerCase();
  throw new OCodeError('usage', `--session-id ${id}: not a UUID`, { hint: 'for example 3f2b8c1e-5a4d-4e9f-8b7a-1c2d3e4f5a6b' });
}
