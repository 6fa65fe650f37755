import { readFileSync, writeFileSync } from 'node:fs';
import { createRandom, SEED } from './rounds.js';

export type Damage = 'cut in half' | 'zeros' | 'random bytes' | 'some bytes changed' | 'empty';
export const DAMAGES: readonly Damage[] = ['cut in half', 'zeros', 'random bytes', 'some bytes changed', 'empty'];

/** Damages a file and returns what is in it now. */
export function damageFile(file: string, how: Damage): Buffer {
  const content = damaged(readFileSync(file), how);
  writeFileSync(file, content);
  return content;
}

function damaged(content: Buffer, how: Damage): Buffer {
  const random = createRandom(SEED);
  switch (how) {
    case 'cut in half':
      return content.subarray(0, Math.floor(content.length / 2));
    case 'zeros':
      return Buffer.alloc(content.length);
    case 'random bytes':
      return Buffer.from(Array.from({ length: content.length }, () => random.below(256)));
    case 'some bytes changed': {
      const changed = Buffer.from(content);
      for (let count = 0; count < 1 + content.length / 50; count++) changed[random.below(content.length)] = random.below(256);
      return changed;
    }
    case 'empty':
      return Buffer.alloc(0);
  }
}
