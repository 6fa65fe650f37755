import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../support/project.js';
import { codeOf, runTool, toolContext } from '../support/tool-context.js';

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('dry run', () => {
  const start = {
    'src/a.txt': 'one\ntwo\nthree\n',
    'gone.txt': 'bye\n',
    'no newline.txt': 'a\nb',
    'tab\t"quoted" ü.txt': 'x\n',
    'pic.bin': Buffer.from([0, 1, 2, 255, 0]),
    'run.sh': '#!/bin/sh\n',
  };

  it('writes nothing, later calls see the changes, and git takes the patch', async () => {
    const root = project(start);
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
    git('init', '-q');
    const context = toolContext(root, { dryRun: true });
    await runTool('edit', { path: 'src/a.txt', edits: [{ old_text: 'two', new_text: 'TWO' }] }, context);
    await runTool('edit', { path: 'src/a.txt', edits: [{ old_text: 'TWO\nthree', new_text: 'TWO\n3' }] }, context);
    await runTool('write', { path: 'new/made.txt', content: 'brand new' }, context);
    await runTool('file_ops', { action: 'delete', path: 'gone.txt' }, context);
    await runTool('edit', { path: 'no newline.txt', edits: [{ old_text: 'b', new_text: 'c' }] }, context);
    await runTool('edit', { path: 'tab\t"quoted" ü.txt', edits: [{ old_text: 'x', new_text: 'y' }] }, context);
    await runTool('file_ops', { action: 'move', path: 'pic.bin', to: 'img/pic.bin' }, context);
    await context.files.write(join(root, 'run.sh'), Buffer.from('#!/bin/sh\n'), { mode: 0o755 });

    expect(read(root, 'src/a.txt')).toBe(start['src/a.txt']);
    expect(existsSync(join(root, 'new'))).toBe(false);
    expect((await runTool('read', { path: 'new/made.txt' }, context)).text).toBe('1| brand new');
    expect((await runTool('grep', { pattern: 'TWO|bye' }, context)).text).toBe('src/a.txt\n  2: TWO');
    expect((await runTool('glob', { pattern: '*.txt' }, context)).text).not.toContain('gone.txt');
    expect((await runTool('ls', {}, context)).text).toContain('made.txt 9 B');
    expect(await codeOf('read', { path: 'gone.txt' }, context)).toBe('not_found');
    expect((await context.files.changes()).map(({ path, kind, added, removed }) => `${kind} ${path} +${added} -${removed}`)).toEqual([
      'deleted gone.txt +0 -1',
      'created img/pic.bin +0 -0',
      'created new/made.txt +1 -0',
      'modified no newline.txt +1 -1',
      'deleted pic.bin +0 -0',
      'modified run.sh +0 -0',
      'modified src/a.txt +2 -2',
      'modified tab\t"quoted" ü.txt +1 -1',
    ]);

    writeFileSync(join(root, 'p.patch'), await context.files.patch());
    git('apply', 'p.patch');
    expect(read(root, 'src/a.txt')).toBe('one\nTWO\n3\n');
    expect(read(root, 'new/made.txt')).toBe('brand new');
    expect(read(root, 'no newline.txt')).toBe('a\nc');
    expect(read(root, 'tab\t"quoted" ü.txt')).toBe('y\n');
    expect(readFileSync(join(root, 'img/pic.bin'))).toEqual(start['pic.bin']);
    expect(existsSync(join(root, 'pic.bin')) || existsSync(join(root, 'gone.txt'))).toBe(false);
    expect(statSync(join(root, 'run.sh')).mode & 0o111).toBe(0o111);
  });
});

describe('writing', () => {
  it('keeps the mode, refuses links and what lies outside', async () => {
    const root = project({ 'run.sh': 'a\n', 'real.txt': 'real\n' });
    chmodSync(join(root, 'run.sh'), 0o755);
    symlinkSync('real.txt', join(root, 'link.txt'));
    symlinkSync('/tmp/ocode-nowhere.txt', join(root, 'out.txt'));
    const context = toolContext(root);
    await runTool('edit', { path: 'run.sh', edits: [{ old_text: 'a', new_text: 'b' }] }, context);
    expect(statSync(join(root, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(await codeOf('write', { path: 'link.txt', content: 'x' }, context)).toBe('denied');
    expect(await codeOf('write', { path: 'out.txt', content: 'x' }, context)).not.toBe('ok');
    expect(await codeOf('write', { path: '../x.txt', content: 'x' }, context)).toBe('outside_workspace');
    expect(lstatSync(join(root, 'link.txt')).isSymbolicLink() && read(root, 'real.txt')).toBe('real\n');
  });

  it('notices a file that changed since it was read, and a link that appeared', async () => {
    const root = project({ 'a.txt': 'one\ntwo\n' });
    const context = toolContext(root);
    await runTool('read', { path: 'a.txt' }, context);
    writeFileSync(join(root, 'a.txt'), 'zero\none\ntwo\n');
    expect(await codeOf('edit', { path: 'a.txt', edits: [{ old_text: 'two', new_text: '2' }] }, context)).toBe('stale_file');
    expect(await codeOf('write', { path: 'a.txt', content: 'x' }, context)).toBe('stale_file');
    const path = context.files.resolve('a.txt', 'write');
    rmSync(path);
    symlinkSync('/etc/hostname', path);
    await expect(context.files.write(path, Buffer.from('x'))).rejects.toMatchObject({ name: 'ToolError' });
  });

  it('its own changes do not make a file stale', async () => {
    const root = project({ 'a.txt': 'one\n' });
    const context = toolContext(root);
    await runTool('read', { path: 'a.txt' }, context);
    for (const [old_text, new_text] of [
      ['one', 'two'],
      ['two', 'three'],
    ])
      await runTool('edit', { path: 'a.txt', old_text, new_text }, context);
    expect(read(root, 'a.txt')).toBe('three\n');
  });
});
