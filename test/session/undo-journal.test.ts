import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createUndoJournal } from '../../src/session/undo-journal.js';
import { project } from '../support/project.js';
import { plainGuard, runTool, toolContext } from '../support/tool-context.js';

function setUp(files: Record<string, string | Buffer>) {
  const root = project(files);
  const journal = createUndoJournal({ folder: join(root, '.ocode/undo'), guard: plainGuard(root) });
  return { root, journal, context: toolContext(root, { journal }) };
}

describe('undo', () => {
  it('restores exact bytes and mode, and removes a created file with the folders it made', async () => {
    const { root, journal, context } = setUp({ 'a.txt': Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x62]) });
    chmodSync(join(root, 'a.txt'), 0o750);
    const before = readFileSync(join(root, 'a.txt'));
    await runTool('edit', { path: 'a.txt', edits: [{ old_text: 'b', new_text: 'c' }] }, context);
    await runTool('write', { path: 'deep/er/new.txt', content: 'x' }, context);
    expect((await journal.list()).map(({ path, kind, session_id }) => [path, kind, session_id])).toEqual([
      ['deep/er/new.txt', 'created', 'test-session'],
      ['a.txt', 'modified', 'test-session'],
    ]);
    await journal.undo({ last: 1 });
    expect(existsSync(join(root, 'deep'))).toBe(false);
    await journal.undo({ all: true });
    expect(readFileSync(join(root, 'a.txt'))).toEqual(before);
    expect(statSync(join(root, 'a.txt')).mode & 0o777).toBe(0o750);
    expect(await journal.list()).toEqual([]);
  });

  it('takes back a move, a copy and the deletion of a folder', async () => {
    const { root, journal, context } = setUp({ 'd/one.txt': '1', 'd/in/two.sh': '2', 'b.txt': 'b' });
    chmodSync(join(root, 'd/in/two.sh'), 0o755);
    symlinkSync('one.txt', join(root, 'd/link'));
    await runTool('file_ops', { action: 'move', path: 'b.txt', to: 'new/c.txt' }, context);
    await runTool('file_ops', { action: 'copy', path: 'new/c.txt', to: 'copy.txt' }, context);
    await runTool('rm', { path: 'd', action: 'delete' }, context);
    expect(existsSync(join(root, 'd'))).toBe(false);
    const outcomes = await journal.undo({ all: true });
    expect(outcomes.map(({ status }) => status)).toEqual(['restored', 'restored', 'restored']);
    expect(readFileSync(join(root, 'd/one.txt'), 'utf8') + readFileSync(join(root, 'd/link'), 'utf8')).toBe('11');
    expect(statSync(join(root, 'd/in/two.sh')).mode & 0o777).toBe(0o755);
    expect(readdirSync(root).sort()).toEqual(['.ocode', 'b.txt', 'd']);
  });

  it('refuses what changed since, with a diff, and restores it with force', async () => {
    const { root, journal, context } = setUp({ 'a.txt': 'one\n' });
    await runTool('edit', { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] }, context);
    await runTool('edit', { path: 'a.txt', edits: [{ old_text: 'two', new_text: 'three' }] }, context);
    writeFileSync(join(root, 'a.txt'), 'mine\n');
    const refused = await journal.undo({ all: true });
    expect(refused.map(({ status }) => status)).toEqual(['conflict', 'conflict']);
    expect(refused[0]?.diff).toContain('-mine\n+two\n');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('mine\n');
    await journal.undo({ all: true }, { force: true });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\n');
  });

  it.skipIf(process.platform === 'win32')('a mode that changed since is a change', async () => {
    const { root, journal, context } = setUp({ 'a.sh': 'one\n' });
    await runTool('edit', { path: 'a.sh', edits: [{ old_text: 'one', new_text: 'two' }] }, context);
    chmodSync(join(root, 'a.sh'), 0o755);
    expect((await journal.undo({ last: 1 })).map(({ status }) => status)).toEqual(['conflict']);
    expect([readFileSync(join(root, 'a.sh'), 'utf8'), statSync(join(root, 'a.sh')).mode & 0o777]).toEqual(['two\n', 0o755]);
  });

  it('what could not be taken back holds back the older changes of the same file', async () => {
    const { root, journal, context } = setUp({});
    await runTool('write', { path: 'a.txt', content: 'text\n' }, context);
    await runTool('file_ops', { action: 'move', path: 'a.txt', to: 'b.txt' }, context);
    // A person goes on with the moved file, and writes what the first change wrote.
    writeFileSync(join(root, 'b.txt'), 'mine\n');
    writeFileSync(join(root, 'a.txt'), 'text\n');
    const outcomes = await journal.undo({ all: true });
    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ['conflict', expect.stringContaining('changed since')],
      ['conflict', expect.stringContaining('newer change')],
    ]);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('text\n');
  });

  it('bytes from before that are damaged are never put back', async () => {
    const { root, journal, context } = setUp({ 'a.txt': 'one\n' });
    await runTool('edit', { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] }, context);
    const folder = join(root, '.ocode/undo');
    for (const entry of readdirSync(folder)) writeFileSync(join(folder, entry, '0'), 'onE\n');
    expect(await journal.undo({ last: 1 }, { force: true })).toMatchObject([{ status: 'conflict', reason: expect.stringContaining('damaged') }]);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('two\n');
  });

  it('keeps so many entries, the newest', async () => {
    const { root } = setUp({});
    const guard = plainGuard(root);
    const journal = createUndoJournal({ folder: join(root, '.ocode/undo'), guard, most: 2 });
    const state = { kind: 'absent' } as const;
    for (const name of ['x', 'y', 'z'])
      await journal.record({ sessionId: 's', kind: 'created', path: join(root, name), steps: [{ path: join(root, name), before: state, after: state }] });
    expect((await journal.list()).map(({ path }) => path)).toEqual(['z', 'y']);
  });

  it('takes away what killed processes left, and nothing that may still be written', async () => {
    const { root, context } = setUp({});
    const folder = join(root, '.ocode/undo');
    const [old, fresh] = ['.0000000001-00000000.tmp', '.0000000002-00000000.tmp'];
    for (const name of [old, fresh]) mkdirSync(join(folder, name), { recursive: true });
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    utimesSync(join(folder, old), twoHoursAgo, twoHoursAgo);
    await runTool('write', { path: 'a.txt', content: 'x' }, context);
    await vi.waitFor(() => expect(existsSync(join(folder, old))).toBe(false));
    // Names are read in their order: the fresh one was looked at when the next change is recorded.
    await runTool('write', { path: 'b.txt', content: 'x' }, context);
    expect(existsSync(join(folder, fresh))).toBe(true);
  });

  it('by session', async () => {
    const { root, journal } = setUp({ 'a.txt': 'a', 'b.txt': 'b' });
    const other = createUndoJournal({ folder: join(root, '.ocode/undo'), guard: plainGuard(root) });
    const state = { kind: 'absent' } as const;
    await journal.record({ sessionId: 'one', kind: 'created', path: join(root, 'x'), steps: [{ path: join(root, 'x'), before: state, after: state }] });
    await other.record({ sessionId: 'two', kind: 'created', path: join(root, 'y'), steps: [{ path: join(root, 'y'), before: state, after: state }] });
    expect((await journal.undo({ session: 'one' })).map(({ path, status }) => [path, status])).toEqual([['x', 'unchanged']]);
    expect((await journal.list()).map(({ path }) => path)).toEqual(['y']);
  });

  it('restores nothing outside the workspace, whatever an entry says, and skips damaged entries', async () => {
    const { root, journal } = setUp({ 'a.txt': 'a' });
    const entry = (name: string, text: string): void => {
      mkdirSync(join(root, '.ocode/undo', name), { recursive: true });
      writeFileSync(join(root, '.ocode/undo', name, 'entry.json'), text);
    };
    const steps = [{ path: '../evil.txt', before: { kind: 'link', target: '/etc/passwd' }, after: { kind: 'absent' } }];
    entry('0000000001-00000000', JSON.stringify({ time: '2026-01-01T00:00:00Z', session_id: 's', kind: 'deleted', path: '../evil.txt', steps }));
    entry('0000000002-00000000', '{"broken');
    const outcomes = await journal.undo({ all: true });
    expect(outcomes.map(({ status }) => status)).toEqual(['conflict']);
    expect(existsSync(join(root, '../evil.txt'))).toBe(false);
  });

  it('a process killed while it writes leaves the old or the new bytes, and undo works', async () => {
    const { root, journal } = setUp({ 'a.txt': `${'old '.repeat(1000)}\n` });
    const script = `
      import { createUndoJournal } from ${JSON.stringify(join(process.cwd(), 'src/session/undo-journal.ts'))};
      import { createWorkspaceFiles } from ${JSON.stringify(join(process.cwd(), 'src/tools/workspace-files.ts'))};
      import { plainGuard } from ${JSON.stringify(join(process.cwd(), 'test/support/tool-context.ts'))};
      const root = ${JSON.stringify(root)};
      const guard = plainGuard(root);
      const files = createWorkspaceFiles({ guard, sessionId: 's', journal: createUndoJournal({ folder: root + '/.ocode/undo', guard }) });
      process.stdout.write('ready');
      for (let i = 0; ; i++) await files.write(root + '/a.txt', Buffer.from(('new' + i + ' ').repeat(1000) + '\\n'));
    `;
    const { build } = await import('esbuild');
    const bundle = join(root, 'writer.mjs');
    await build({
      stdin: { contents: script, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: bundle,
      packages: 'external',
      absWorkingDir: process.cwd(),
      plugins: [
        {
          name: 'js-to-ts',
          setup: ({ onResolve }) =>
            onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) =>
              resolveDir.includes('node_modules') ? undefined : { path: join(resolveDir, path.replace(/\.js$/, '.ts')) },
            ),
        },
      ],
    });
    const inProject = join(process.cwd(), `node_modules/.cache-undo-${process.pid}.mjs`);
    writeFileSync(inProject, readFileSync(bundle));
    const child = spawn(process.execPath, [inProject], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', () => setTimeout(resolve, 60)));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    (await import('node:fs')).rmSync(inProject);
    const now = readFileSync(join(root, 'a.txt'), 'utf8');
    expect(now).toMatch(/^((old|new\d+) )\1{999}\n$/);
    const outcomes = await journal.undo({ all: true });
    expect(outcomes.filter(({ status }) => status === 'conflict')).toEqual([]);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe(`${'old '.repeat(1000)}\n`);
  });
});
