import { chmod, readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { OCodeError } from '../contract/error.js';
import { writeFileAtomic } from '../lib/atomic-file.js';

/** Only the owner may read it. */
const MODE = 0o600;
/** Bits that let others in. */
const OTHERS = 0o077;

const fileShape = z.object({
  version: z.literal(1),
  keys: z.array(z.object({ provider: z.string(), host: z.string(), key: z.string().min(1), saved_at: z.string() })),
});
type AuthFile = z.output<typeof fileShape>;

/** A stored key as it may be shown: never the key itself. */
export interface AuthEntry {
  provider: string;
  host: string;
  saved_at: string;
  /** Its last four characters after `…`; less of a short key. */
  key: string;
}

/**
 * Keys for model servers, in `auth.json` of OCODE_HOME (mode 0600). A key belongs to one provider at one host, and is given for no other.
 * Throws `config` when the file is damaged.
 */
export class AuthStore {
  readonly #file: string;

  /** `file`: its absolute path. */
  constructor(file: string) {
    this.#file = file;
  }

  /** The key for requests of `provider` to `host` (an address; its path does not matter). */
  async key(provider: string, host: string): Promise<string | undefined> {
    const origin = originOf(host);
    const { keys } = await this.#read();
    return keys.find((entry) => entry.provider === provider && entry.host === origin)?.key;
  }

  /** Replaces what was stored for that provider and host. Throws `usage` for a key that no header can carry. */
  async login(provider: string, host: string, key: string): Promise<AuthEntry> {
    const trimmed = key.trim();
    if (!/^[\x21-\x7e]+$/.test(trimmed)) {
      throw new OCodeError('usage', trimmed === '' ? 'the key is empty' : 'a key has no spaces and only ASCII characters', {
        hint: 'paste the key alone, on one line',
      });
    }
    const entry = { provider, host: originOf(host), key: trimmed, saved_at: new Date().toISOString() };
    const { keys } = await this.#read();
    await this.#write([...keys.filter((other) => !same(other, entry)), entry]);
    return shown(entry);
  }

  /** Forgets the key for that host, or all of the provider. Says how many were forgotten. */
  async logout(provider: string, host?: string): Promise<number> {
    const { keys } = await this.#read();
    const origin = host === undefined ? undefined : originOf(host);
    const kept = keys.filter((entry) => entry.provider !== provider || (origin !== undefined && entry.host !== origin));
    if (kept.length < keys.length) await this.#write(kept);
    return keys.length - kept.length;
  }

  async status(): Promise<AuthEntry[]> {
    return (await this.#read()).keys.map(shown);
  }

  /** A file that others could read is closed at once: it was copied or restored without its mode. */
  async #read(): Promise<AuthFile> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return { version: 1, keys: [] };
      throw damaged(this.#file, 'it cannot be read', error);
    }
    if (process.platform !== 'win32' && ((await stat(this.#file)).mode & OTHERS) !== 0) await chmod(this.#file, MODE).catch(() => {});
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw damaged(this.#file, 'it is not JSON', error);
    }
    const parsed = fileShape.safeParse(value);
    if (!parsed.success) throw damaged(this.#file, z.prettifyError(parsed.error).split('\n')[0] ?? 'it has another shape', undefined);
    return parsed.data;
  }

  async #write(keys: AuthFile['keys']): Promise<void> {
    try {
      await writeFileAtomic(this.#file, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, { mode: MODE });
    } catch (error) {
      throw new OCodeError('config', `${this.#file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
        hint: 'look at the disk and at the rights of its folder',
        cause: error,
      });
    }
  }
}

function same(a: { provider: string; host: string }, b: { provider: string; host: string }): boolean {
  return a.provider === b.provider && a.host === b.host;
}

function shown({ provider, host, saved_at, key }: AuthFile['keys'][number]): AuthEntry {
  return { provider, host, saved_at, key: key.length >= 12 ? `…${key.slice(-4)}` : '…' };
}

/** Scheme, name and port. */
function originOf(host: string): string {
  if (!URL.canParse(host)) throw new OCodeError('usage', `${JSON.stringify(host)} is not the address of a host`, { hint: 'write it as https://host[:port]' });
  return new URL(host).origin;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function damaged(file: string, why: string, cause: unknown): OCodeError {
  return new OCodeError('config', `${file}: ${why}`, { hint: 'mend it, or delete it and run `ocode auth login` again', cause });
}
