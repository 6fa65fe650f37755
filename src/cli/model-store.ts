import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelInfo } from '../contract/chat.js';
import type { ModelMemory } from '../engine/parts.js';
import { writeFileAtomic } from '../lib/atomic-file.js';
import { CHARS_PER_TOKEN } from '../lib/tokens.js';

/** What is remembered of a model, by name; worth something only while its digest is the same. */
interface Remembered {
  digest?: string;
  info: ModelInfo;
  charsPerToken?: number;
  /** Found by `ocode doctor`: how this model really calls tools. */
  toolMode?: 'native' | 'text';
}

/** `<home>/models.json`: spares `/api/show` at every start and keeps what was measured. Losing it costs one request. */
export class ModelStore implements ModelMemory {
  private readonly file: string;
  private readonly entries: Record<string, Remembered>;
  private writing = Promise.resolve();

  constructor(home: string) {
    this.file = join(home, 'models.json');
    this.entries = readEntries(this.file);
  }

  get(name: string): Remembered | undefined {
    return Object.hasOwn(this.entries, name) ? this.entries[name] : undefined;
  }

  put(name: string, entry: Remembered): void {
    this.entries[name] = entry;
    this.save();
  }

  learn(name: string, charsPerToken: number): void {
    const entry = this.get(name);
    if (!entry || Math.abs((entry.charsPerToken ?? CHARS_PER_TOKEN) - charsPerToken) < 0.05) return;
    entry.charsPerToken = Math.round(charsPerToken * 100) / 100;
    this.save();
  }

  /** Waits for writes that are under way. */
  close(): Promise<void> {
    return this.writing;
  }

  private save(): void {
    // A home that cannot be written costs speed next time, nothing else.
    this.writing = this.writing.then(() => writeFileAtomic(this.file, `${JSON.stringify(this.entries, null, 1)}\n`, { mode: 0o600 }).catch(() => {}));
  }
}

function readEntries(file: string): Record<string, Remembered> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, Remembered>) : {};
  } catch {
    return {};
  }
}
