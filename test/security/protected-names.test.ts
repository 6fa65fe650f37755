import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectionOf } from '../../src/security/protected-names.js';

/** Disks ignore it, and it makes no path plain. */
const INVISIBLE = '\u200b';
const NAMES = [
  ...['src', 'a.ts', 'A-b_c.d.ts', '.git', '.GIT', 'git~1', '.ssh', 'id_rsa', 'ID_RSA', 'id_rsa.pub', 'id_rsa.', '_netrc', '.netrc', '.env', '.env.example'],
  ...['x.pem', '.pem', 'server.key', 'server.crt', '.aws', 'credentials', '.kube', 'config', '.vscode', 'tasks.json', '.ocode', 'settings.json', '.bashrc'],
  ...['', '.', '..', '...', 'a b', 'key', 'x.PFX', 'my.ppk'],
];

describe('protectionOf', () => {
  it('says the same of a plain path as of one that is looked at part by part', () => {
    const path = fc.array(fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme-ascii', maxLength: 6 })), { minLength: 1, maxLength: 5 });
    const siblings = (): string[] => ['server.crt'];
    fc.assert(
      fc.property(path, (parts) => {
        const name = parts.join('/');
        const slow = protectionOf(`${INVISIBLE}${name}`, siblings);
        expect(protectionOf(name, siblings)).toBe(slow);
      }),
      { numRuns: 3_000 },
    );
  });
});
