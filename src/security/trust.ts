import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-file.js';
import { sha256 } from '../lib/hash.js';

type TrustStatus = 'trusted' | 'changed' | 'untrusted';

export interface TrustStore {
  /** `changed`: it was trusted, and what could widen rights is different now. */
  status(root: string, hash?: string): TrustStatus;
  trust(root: string, hash?: string): Promise<void>;
  /** Was it trusted before? */
  revoke(root: string): Promise<boolean>;
}

interface TrustFile {
  version: 1;
  /** Real path -> hash of what was accepted. */
  projects: Record<string, { hash: string; at: string }>;
}

/** Trusted projects, kept in ocode's own folder (`$OCODE_HOME/trust.json`), never in the project. A file that cannot be read trusts nothing. */
export function createTrustStore({ file }: { file: string }): TrustStore {
  const read = (): TrustFile => {
    try {
      const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
      if (typeof data === 'object' && data !== null && 'projects' in data && typeof data.projects === 'object' && data.projects !== null)
        return data as TrustFile;
    } catch {
      // Missing or damaged: nothing is trusted.
    }
    return { version: 1, projects: {} };
  };
  const write = (data: TrustFile): Promise<void> => writeFileAtomic(file, `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 });
  return {
    status(root, hash = trustHash(root)) {
      const projects = read().projects;
      const real = realPath(root);
      const entry = Object.hasOwn(projects, real) ? projects[real] : undefined;
      return entry === undefined ? 'untrusted' : entry.hash === hash ? 'trusted' : 'changed';
    },
    async trust(root, hash = trustHash(root)) {
      const data = read();
      await write({ ...data, projects: { ...data.projects, [realPath(root)]: { hash, at: new Date().toISOString() } } });
    },
    async revoke(root) {
      const data = read();
      const { [realPath(root)]: entry, ...projects } = data.projects;
      if (entry) await write({ ...data, projects });
      return entry !== undefined;
    },
  };
}

/** Files of a project that can widen rights or run something, with folders. */
const SENSITIVE = ['.ocode/settings.json', '.ocode/settings.local.json', '.ocode/commands', '.ocode/plugins', '.ocode/hooks', '.mcp.json'];

/** Hash of names and contents of everything trust is about; the same for a project that has none of it. */
export function trustHash(root: string): string {
  const parts: string[] = [];
  const visit = (path: string, name: string): void => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return;
    if (stats.isDirectory()) for (const child of readdirSync(path).sort()) visit(join(path, child), `${name}/${child}`);
    // A link's target may change without a trace here: its content counts as well as its being a link.
    else if (stats.isFile() || stats.isSymbolicLink()) parts.push(`${name}\0${stats.isSymbolicLink()}\0${contentHash(path)}`);
  };
  for (const name of SENSITIVE) visit(join(root, name), name);
  return sha256(parts.join('\n'));
}

function contentHash(path: string): string {
  try {
    return sha256(readFileSync(path));
  } catch {
    return 'unreadable';
  }
}

function realPath(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}
