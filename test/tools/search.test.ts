import { execFileSync } from 'node:child_process';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/tools/search/glob-pattern.js';
import { listProjectFiles } from '../../src/tools/search/project-files.js';
import { searchProject } from '../../src/tools/search/search-project.js';
import type { GrepArgs } from '../../src/tools/search/search-types.js';
import { project } from '../support/project.js';
import { codeOf, runTool, toolContext } from '../support/tool-context.js';

const none = Promise.resolve(undefined);
const files = {
  'a.js': 'foo(1)\nfoo.bar\nFOO\n',
  'b.txt': 'foo in text\r\nlast foo',
  'src/c.ts': 'one\ntwo\nthree foo\nfour\nfive\n',
  'src/gen/d.ts': 'foo generated\n',
  'src/.gitignore': 'gen\n!kept.log\n',
  'src/kept.log': 'foo kept\n',
  'x.log': 'foo log\n',
  'node_modules/m/i.js': 'foo hidden\n',
  '.gitignore': 'node_modules/\n*.log\n',
  '.ocodeignore': 'secret-plans/\n',
  'secret-plans/p.txt': 'foo plan\n',
  'vendor/v.js': 'foo vendor\n',
  '.env': 'KEY=foo\n',
  '.github/w.yml': 'foo: bar\n',
  'bin.dat': Buffer.from('foo\0foo\n'),
};
const settings = { timeout: 20, allowFetch: false, ignorePatterns: ['vendor/'] };

describe('ripgrep and our own search find the same', () => {
  it('files', async () => {
    const root = project(files);
    const context = toolContext(root, { settings });
    const listed = (await listProjectFiles(context)).sort();
    expect(listed).toEqual(['.env', '.github/w.yml', '.gitignore', '.ocodeignore', 'a.js', 'b.txt', 'bin.dat', 'src/.gitignore', 'src/c.ts', 'src/kept.log']);
    expect((await listProjectFiles(context, '', none)).sort()).toEqual(listed);
    expect((await listProjectFiles(context, 'src', none)).sort()).toEqual((await listProjectFiles(context, 'src')).sort());
  });

  it.each<GrepArgs>([
    { pattern: 'foo' },
    { pattern: 'fo+\\(' },
    { pattern: 'foo.bar', literal: true },
    { pattern: 'FOO', ignore_case: true, glob: '*.{js,ts}' },
    { pattern: 'foo', path: 'src' },
    { pattern: 'foo', path: 'a.js' },
    { pattern: 'foo', glob: 'src/**/*.ts' },
    { pattern: 'foo', glob: '!*.js' },
    { pattern: 'foo', glob: '*.log' },
    { pattern: 'three', context: 1 },
    { pattern: '^foo$' },
    { pattern: 'two\\nthree' },
    { pattern: '(?<=two\\n)three|foo(?=\\()' },
    { pattern: '-x|--foo|foo kept' },
    { pattern: 'zzz' },
  ])('%j', async (args) => {
    const context = toolContext(project(files), { settings });
    const withRipgrep = await searchProject(args, context);
    expect(await searchProject(args, context, none)).toEqual(withRipgrep);
    expect([...withRipgrep.counts.keys()].filter((path) => /node_modules|\.env|vendor|plans|gen/.test(path))).toEqual([]);
  });
});

describe('.ocodeignore in folders', () => {
  const nested = {
    '.ocodeignore': '*.gen.js\nout/\n',
    'a.gen.js': 'foo',
    'pkg/.ocodeignore': '# data\r\n/big/\r\n!keep.gen.js\r\nold*\r\n',
    'pkg/big/a.js': 'foo',
    'pkg/deep/big/a.js': 'foo',
    'pkg/keep.gen.js': 'foo',
    'pkg/other.gen.js': 'foo',
    'pkg/deep/old.js': 'foo',
    'old.js': 'foo',
    'out/.ocodeignore': '!back.js\n',
    'out/back.js': 'foo',
    'vendor/.ocodeignore': '!mine.js\n',
    'vendor/mine.js': 'foo',
    'lib/vendored/x.js': 'foo',
    'lib/.ocodeignore': 'vendored\n',
  };
  const kept = ['old.js', 'pkg/deep/big/a.js', 'pkg/keep.gen.js'];
  const ofInterest = (paths: Iterable<string>) => [...paths].filter((path) => path.endsWith('.js')).sort();

  it.each([['with ripgrep', undefined] as const, ['without', none] as const])('count below them, deeper ones win: %s', async (_, binary) => {
    const context = toolContext(project(nested), { settings });
    expect(ofInterest(await listProjectFiles(context, '', binary))).toEqual(kept);
    expect(ofInterest((await searchProject({ pattern: 'foo' }, context, binary)).counts.keys())).toEqual(kept);
    expect(ofInterest(await listProjectFiles(context, 'pkg', binary))).toEqual(kept.filter((path) => path.startsWith('pkg')));
    // A folder or a file somebody names is searched, whatever the rules above it say.
    expect(ofInterest(await listProjectFiles(context, 'out', binary))).toEqual(['out/back.js']);
    expect(ofInterest(await listProjectFiles(context, 'lib/vendored', binary))).toEqual(['lib/vendored/x.js']);
    expect(ofInterest((await searchProject({ pattern: 'foo', path: 'lib/vendored/x.js' }, context, binary)).counts.keys())).toEqual(['lib/vendored/x.js']);
  });
  it.each([['with ripgrep', undefined] as const, ['without', none] as const])(
    'the setting is stronger, and may make exceptions of itself: %s',
    async (_, binary) => {
      const ignorePatterns = ['*.js', '!a.js'];
      const context = toolContext(project({ 'x/a.js': '', 'x/b.js': '', 'c.ts': '', 'x/.ocodeignore': '!b.js\n' }), {
        settings: { ...settings, ignorePatterns },
      });
      expect((await listProjectFiles(context, '', binary)).sort()).toEqual(['c.ts', 'x/.ocodeignore', 'x/a.js']);
    },
  );
  it('what they leave out does not push the rest out of a long result', async () => {
    const big = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a/big/${index}.txt`, 'needle in the hay\n'.repeat(10_000)]));
    const context = toolContext(project({ ...big, 'a/.ocodeignore': 'big\n', 'z.txt': 'needle here\n', 'b.txt': 'a needle\n' }), { settings });
    const { text } = await runTool('grep', { pattern: 'needle' }, context);
    expect(text).toBe('b.txt\n  1: a needle\nz.txt\n  1: needle here');
  });
});

describe('grep', () => {
  it('shows lines under their file, with context', async () => {
    const context = toolContext(project(files));
    expect((await runTool('grep', { pattern: 'foo\\.bar', context: 1 }, context)).text).toBe('a.js\n  1- foo(1)\n  2: foo.bar\n  3- FOO');
    expect((await runTool('grep', { pattern: 'zzz' }, context)).text).toBe('no matches for zzz');
    expect(await codeOf('grep', { pattern: '(((' }, context)).toBe('invalid_args');
    expect(await codeOf('grep', { pattern: 'x', path: 'nowhere' }, context)).toBe('not_found');
    expect(await codeOf('grep', { pattern: 'x', path: '..' }, context)).toBe('outside_workspace');
  });
  it('counts what is over the cap', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}.txt`, 'needle in the hay\n'.repeat(20)]));
    const { text } = await runTool('grep', { pattern: 'needle' }, toolContext(project(many), { budget: 2000 }));
    expect(text.length).toBeLessThan(2600);
    expect(text).toMatch(/600 matches in 30 files; \d+ shown/);
    expect(text).toMatch(/f9\.txt: 20/);
  });
  it('does not follow links out of the project', async () => {
    const root = project({ 'a.txt': 'x' });
    const outside = project({ 'secret.txt': 'top secret\n' });
    symlinkSync(outside, join(root, 'way-out'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    expect((await runTool('grep', { pattern: 'secret' }, toolContext(root))).text).toMatch(/no matches/);
  });
});

describe('glob', () => {
  it('newest first, from the root or the folder', async () => {
    const root = project({ 'src/old.js': 'x', 'src/sub/new.js': 'x', 'src/c.ts': 'x', 'dist/o.js': 'x', '.gitignore': 'dist\n' });
    utimesSync(join(root, 'src/old.js'), 1e9, 1e9);
    const context = toolContext(root);
    expect((await runTool('glob', { pattern: '**/*.js' }, context)).text).toBe('src/sub/new.js\nsrc/old.js');
    expect((await runTool('glob', { pattern: 'sub/*.js', path: 'src' }, context)).text).toBe('src/sub/new.js');
    expect((await runTool('glob', { pattern: '*.py' }, context)).text).toMatch(/no file/);
  });

  it.each<[string, string[], string[]]>([
    ['*.js', ['a.js', 'b/c.js'], ['a.jsx', 'a.js/b']],
    ['src/*.ts', ['src/a.ts'], ['src/b/a.ts', 'x/src/a.ts']],
    ['src/**/*.ts', ['src/a.ts', 'src/b/c/a.ts'], ['src/a.js']],
    ['**/test/**', ['test/a', 'x/test/b/c'], ['tests/a']],
    ['*.{ts,tsx}', ['a.ts', 'b/a.tsx'], ['a.t']],
    ['[a-c].txt', ['a.txt'], ['d.txt']],
    ['[!a].txt', ['b.txt'], ['a.txt']],
    ['./src/', ['src/a', 'src/b/c'], ['a/src']],
    ['*.ts,!*.d.ts', ['a.ts'], ['a.d.ts', 'b.js']],
    ['a+(b).txt', ['a+(b).txt'], ['ab.txt']],
    ['file?.md', ['file1.md'], ['file.md', 'file12.md']],
  ])('%s', (pattern, matching, others) => {
    const matches = globMatcher(pattern);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });
  it('any text is a pattern', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, path) => typeof globMatcher(pattern)(path) === 'boolean'));
  });
});

describe('bash', () => {
  it('shows output, exit code and folder; stops what takes too long', async () => {
    const root = project({ 'sub/x.txt': 'x' });
    const context = toolContext(root);
    expect((await runTool('bash', { command: 'echo out; echo err >&2' }, context)).text).toBe('out\nerr');
    expect((await runTool('bash', { command: 'ls', cwd: 'sub' }, context)).text).toBe('x.txt');
    expect((await runTool('bash', { command: 'echo before; exit 3' }, context)).text).toBe('before\n(exit code 3)');
    expect((await runTool('bash', { command: 'true' }, context)).text).toBe('(no output)');
    await expect(runTool('bash', { command: 'echo begun; (sleep 30 & sleep 30)', timeout: 0.5 }, context)).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/^begun/),
    });
    expect(await codeOf('bash', { command: 'ls', cwd: 'none' }, context)).toBe('not_found');
    const long = (await runTool('bash', { command: 'seq 1 100000' }, toolContext(root, { budget: 3000 }))).text;
    expect(long.length).toBeLessThan(3200);
    expect(long).toMatch(/^1\n2\n[\s\S]*more lines in the middle[\s\S]*100000$/);
  });
});

describe('large projects', () => {
  it('names with newlines and invalid bytes do no harm', async () => {
    const root = project({ 'a\nb.txt': 'needle\n' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')]), 'needle\n');
    execFileSync('git', ['init', '-q'], { cwd: root });
    const context = toolContext(root);
    expect((await runTool('grep', { pattern: 'needle' }, context)).text).toContain('needle');
    expect((await runTool('glob', { pattern: '*.txt' }, context)).text).toContain('b.txt');
  });
});
