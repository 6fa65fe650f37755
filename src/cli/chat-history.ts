import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseJson } from '../lib/parse-json.js';
import type { ChatPorts } from '../modes/chat/index.js';

const HISTORY_KEPT = 1000;

/** One JSON text a line, newest last; a file that cannot be read or written costs the history, nothing else. */
export function historyIn(file: string): ChatPorts['history'] {
  const load = (): string[] => {
    try {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-HISTORY_KEPT);
      return lines
        .map(parseJson)
        .filter((value) => typeof value === 'string')
        .reverse();
    } catch {
      return [];
    }
  };
  return {
    load,
    add: (text) => {
      // As in shells: a leading space keeps a line out of the history.
      if (text.startsWith(' ') || text.length > 20_000) return;
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        const isNew = !existsSync(file);
        appendFileSync(file, `${JSON.stringify(text)}\n`, { mode: 0o600 });
        if (isNew) chmodSync(file, 0o600);
      } catch {
        // A state folder that cannot be written was told about already.
      }
    },
  };
}
