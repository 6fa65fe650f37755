import { chmod, lstat, mkdir, readFile, readlink, rmdir, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isToolError } from '../contract/error.js';
import type { PathGuard } from '../contract/security.js';
import type { UndoOutcome } from '../contract/undo.js';
import { writeFileAtomic } from '../lib/atomic-file.js';
import { sha256 } from '../lib/hash.js';
import { sweepTemporaries } from '../lib/temporary-files.js';
import { diffHunks } from '../lib/unified-diff.js';
import type { StoredEntry, StoredState, StoredStep } from './undo-shape.js';

interface RestoreRequest {
  entry: StoredEntry;
  guard: PathGuard;
  /** Restore also what changed since. */
  force: boolean;
  read(blob: number): Promise<Buffer>;
}

type RestoreResult = Pick<UndoOutcome, 'status' | 'reason' | 'diff'>;

interface Plan {
  step: StoredStep;
  path: string;
  content?: Buffer;
}

/** Takes one entry back as a whole, or not at all when one of its files changed since. */
export async function restoreEntry(request: RestoreRequest): Promise<RestoreResult> {
  const plans: Plan[] = [];
  const changed: Plan[] = [];
  try {
    for (const step of [...request.entry.steps].reverse()) {
      const plan: Plan = { step, path: placeOf(step, request.guard) };
      const now = await currentState(plan.path);
      // First of all: what is back already needs no bytes, and an undo that was killed may have removed them.
      if (same(now, step.before)) continue;
      if (step.blob !== undefined) plan.content = sound(await request.read(step.blob), step);
      plans.push(plan);
      if (!same(now, step.after)) changed.push(plan);
    }
  } catch (error) {
    if (isToolError(error)) return { status: 'conflict', reason: error.message };
    return { status: 'conflict', reason: `the journal entry cannot be read: ${(error as Error).message}` };
  }
  if (changed.length === 0) return { status: (await restoreAll(plans)) ? 'restored' : 'unchanged' };
  const names = changed.map(({ step }) => step.path).join(', ');
  const report = { reason: `${names} changed since ocode wrote it`, diff: await diffOf(changed) };
  if (!request.force) return { status: 'conflict', ...report };
  await restoreAll(plans);
  return { status: 'restored', ...report };
}

/** Where the path is now, not followed when a link has taken its place; throws ToolError for what may not be written. */
function placeOf({ path, before }: StoredStep, guard: PathGuard): string {
  guard.resolve(path, before.kind === 'absent' ? 'delete' : 'write', guard.root);
  return join(guard.resolve(dirname(path), 'list', guard.root), basename(path));
}

/** The bytes of a step, when they are what the file was. */
function sound(content: Buffer, { before }: StoredStep): Buffer {
  if (before.kind === 'file' && sha256(content) === before.hash) return content;
  throw new Error('the bytes from before are damaged');
}

async function restoreAll(plans: readonly Plan[]): Promise<boolean> {
  let done = false;
  for (const plan of plans) done = (await restoreStep(plan)) || done;
  return done;
}

/** False when there was nothing to do: a folder that now holds other files stays. */
async function restoreStep({ step: { before, after }, path, content }: Plan): Promise<boolean> {
  if (before.kind === 'absent' && after.kind === 'folder') {
    await sweepTemporaries(path, { youngest: 0 });
    return rmdir(path).then(
      () => true,
      () => false,
    );
  }
  switch (before.kind) {
    case 'absent':
      await unlink(path).catch(ignoreMissing);
      return true;
    case 'folder':
      await mkdir(path, { recursive: true });
      await chmod(path, before.mode);
      return true;
    case 'link':
      await unlink(path).catch(ignoreMissing);
      await symlink(before.target, path);
      return true;
    case 'file':
      await writeFileAtomic(path, content ?? Buffer.alloc(0), { mode: before.mode });
      return true;
  }
}

async function currentState(path: string): Promise<StoredState> {
  try {
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) return { kind: 'link', target: await readlink(path) };
    if (stats.isDirectory()) return { kind: 'folder', mode: stats.mode & 0o7777 };
    const content = await readFile(path);
    return { kind: 'file', mode: stats.mode & 0o7777, hash: sha256(content), size: content.length };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return { kind: 'absent' };
    throw error;
  }
}

/** Modes of folders do not count: what lies in them does. */
function same(a: StoredState, b: StoredState): boolean {
  if (a.kind === 'file' && b.kind === 'file') return a.hash === b.hash && a.mode === b.mode;
  if (a.kind === 'link' && b.kind === 'link') return a.target === b.target;
  return a.kind === b.kind;
}

async function diffOf(plans: readonly Plan[]): Promise<string> {
  let diff = '';
  for (const { step, path, content } of plans) {
    const now = await readFile(path, 'utf8').catch(() => '');
    diff += `--- ${step.path} (now)\n+++ ${step.path} (restored)\n${await diffHunks(now, content?.toString('utf8') ?? '')}`;
  }
  return diff;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
