import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeFileAtomic } from '../../src/lib/atomic-file.js';
import { sweepTemporaries } from '../../src/lib/temporary-files.js';
import { createUndoJournal } from '../../src/session/undo-journal.js';
import { project } from '../support/project.js';
import { plainGuard, runTool, toolContext } from '../support/tool-context.js';

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function leave(folder: string, pid: number, ageSeconds: number): string {
  const file = join(folder, `.ocode-${pid}-0123456789ab.tmp`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'half');
  const time = Date.now() / 1000 - ageSeconds;
  utimesSync(file, time, time);
  return file;
}

function setUp(files: Record<string, string>) {
  const root = project(files);
  const journal = createUndoJournal({ folder: join(root, '.ocode/undo'), guard: plainGuard(root) });
  return { root, journal, context: toolContext(root, { journal }) };
}

describe('what a killed process left behind', () => {
  it.each([
    ['of a dead process', deadPid(), 60, false],
    ['of a dead process, from the future', deadPid(), -3600, false],
    ['of a dead process, this very moment', deadPid(), 0, true],
    ['of a living process', process.pid, 60, true],
  ])('%s: pid %i, %i s old, stays: %s', async (_, pid, age, stays) => {
    const root = project();
    const file = leave(root, pid, age);
    await sweepTemporaries(root);
    expect(existsSync(file)).toBe(stays);
  });

  it('leaves files of other names alone', async () => {
    const names = ['.ocode-1.tmp', '.ocode-x-0123456789ab.tmp', 'ocode-1-0123456789ab.tmp', `.ocode-${deadPid()}-0123456789ab.tmp.txt`];
    const root = project(Object.fromEntries(names.map((name) => [name, ''])));
    await sweepTemporaries(root, { youngest: 0 });
    expect(readdirSync(root).sort()).toEqual([...names].sort());
  });

  it('goes with the next write into the folder', async () => {
    const root = project();
    const file = leave(root, deadPid(), 60);
    await writeFileAtomic(join(root, 'a.txt'), 'x');
    await vi.waitFor(() => expect(existsSync(file)).toBe(false));
  });

  it('goes from where the project was written last, with the next change', async () => {
    const { root, journal, context } = setUp({ 'src/a.txt': 'one\n', 'b.txt': 'one\n' });
    await runTool('edit', { path: 'src/a.txt', edits: [{ old_text: 'one', new_text: 'two' }] }, context);
    const file = leave(join(root, 'src'), deadPid(), 60);
    const next = toolContext(root, { journal: createUndoJournal({ folder: join(root, '.ocode/undo'), guard: plainGuard(root) }) });
    await runTool('edit', { path: 'b.txt', edits: [{ old_text: 'one', new_text: 'two' }] }, next);
    await vi.waitFor(() => expect(existsSync(file)).toBe(false));
    expect((await journal.list()).length).toBe(2);
  });

  it('keeps no folder from being taken back', async () => {
    const { root, journal, context } = setUp({});
    await runTool('write', { path: 'new/a.txt', content: 'x' }, context);
    leave(join(root, 'new'), deadPid(), 0);
    expect((await journal.undo({ all: true })).map(({ status }) => status)).toEqual(['restored']);
    expect(existsSync(join(root, 'new'))).toBe(false);
  });

  it('an entry of which the bytes are gone is no conflict when the file is back already', async () => {
    const { root, journal, context } = setUp({ 'a.txt': 'one\n' });
    await runTool('edit', { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] }, context);
    const folder = join(root, '.ocode/undo');
    const [entry = ''] = readdirSync(folder);
    rmSync(join(folder, entry, '0'));
    writeFileSync(join(root, 'a.txt'), 'one\n');
    expect((await journal.undo({ all: true })).map(({ status }) => status)).toEqual(['unchanged']);
    expect([readFileSync(join(root, 'a.txt'), 'utf8'), readdirSync(folder)]).toEqual(['one\n', []]);
  });
});
