import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ContextManagerOptions, createContextManager } from '../../src/context/context-manager.js';
import type { ContextBundle, ContextService } from '../../src/contract/context.js';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { createImportResolver } from '../../src/languages/imports.js';
import { project } from '../support/project.js';

const { signal } = new AbortController();
const LIMITER = 'export class RateLimiter {\n  allow(client) { return client.budget > 0; }\n}\n';
const open: ContextService[] = [];

afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
});

function manager(root: string, more: Partial<ContextManagerOptions> = {}): ContextService {
  const service = createContextManager({
    root: join(root, 'work'),
    cachePath: join(root, 'state', 'context.db'),
    readable: () => true,
    loadAnalyzer: async () => createAnalyzer(),
    createImportResolver: async () => createImportResolver,
    ...more,
  });
  open.push(service);
  return service;
}

const ask = (service: ContextService): Promise<ContextBundle> => service.rank('where is the rate limiter', { budget: 2_000, limit: 20 }, signal);

/** A project whose `work` folder holds one good file and what the test adds; asked inside git and outside. */
const WITH_AND_WITHOUT_GIT = [true, false];

function place(git: boolean, files: Record<string, string | Buffer> = {}): { root: string; work: string } {
  const named = Object.fromEntries(Object.entries({ 'src/rate-limiter.js': LIMITER, ...files }).map(([path, content]) => [`work/${path}`, content]));
  const root = project(named);
  if (git) execFileSync('git', ['init', '-q'], { cwd: join(root, 'work') });
  return { root, work: join(root, 'work') };
}

describe.each(WITH_AND_WITHOUT_GIT)('files that are no text, in git: %s', (git) => {
  it('two gigabytes', async () => {
    const { root, work } = place(git, { 'dump.sql': 'x' });
    truncateSync(join(work, 'dump.sql'), 2 ** 31);
    const { files, stats } = await ask(manager(root));
    expect(stats).toMatchObject({ files: 2, analyzed: 1, skipped: 1 });
    expect(files[0]?.path).toBe('src/rate-limiter.js');
  });
  it('bytes of other encodings', async () => {
    const { root } = place(git, {
      'latin1.js': Buffer.from("// caf\xe9 \xff\xfe\nexport const rate = 'm\xfcll';\n", 'latin1'),
      'utf16.js': Buffer.from('\ufeffexport const rate = 1;\n', 'utf16le'),
      'zeros.bin': Buffer.alloc(1_000),
    });
    const { files, stats } = await ask(manager(root));
    expect(stats).toMatchObject({ files: 4, skipped: 2 });
    expect(files.map(({ path }) => path)).toContain('latin1.js');
  });
  it('names with new lines, control characters and bytes that are no UTF-8', async () => {
    const { root, work } = place(git, {
      'odd\nname.js': 'export const odd = 1;\n',
      'tab\there.js': 'export const tab = 1;\n',
      '-rf.js': 'export const dash = 1;\n',
    });
    writeFileSync(Buffer.concat([Buffer.from(`${work}/bad-`), Buffer.from([0xff, 0xfe]), Buffer.from('.js')]), 'export const bad = 1;\n');
    const service = manager(root);
    expect((await ask(service)).stats).toMatchObject({ files: 4, analyzed: 4, skipped: 1 });
    expect((await service.findSymbol('odd', { signal })).hits).toMatchObject([{ path: 'odd\nname.js' }]);
  });
  it('links in circles, to nowhere and out of the project; pipes', async () => {
    const { root, work } = place(git);
    symlinkSync('.', join(work, 'loop'));
    symlinkSync('../work', join(work, 'src', 'up'));
    symlinkSync('self', join(work, 'self'));
    symlinkSync('/nowhere', join(work, 'dangling'));
    symlinkSync('/etc/passwd', join(work, 'passwd'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(work, 'pipe')]);
    const { files, stats } = await ask(manager(root));
    expect(stats).toMatchObject({ files: 1, analyzed: 1, skipped: 0 });
    expect(files.map(({ path }) => path)).toEqual(['src/rate-limiter.js']);
  });
  // Root reads everything.
  it.skipIf(process.getuid?.() === 0)('folders and files without permission', async () => {
    const { root, work } = place(git, { 'closed/a.js': 'x', 'locked.js': 'x' });
    chmodSync(join(work, 'closed'), 0o000);
    chmodSync(join(work, 'locked.js'), 0o000);
    const { files, stats } = await ask(manager(root));
    chmodSync(join(work, 'closed'), 0o700);
    expect(stats.skipped).toBeGreaterThan(0);
    expect(files[0]?.path).toBe('src/rate-limiter.js');
  });
});

describe('text that no parser was made for', () => {
  const deep = 20_000;
  it.each([
    ['brackets.json', '['.repeat(deep)],
    ['calls.js', `${'f('.repeat(deep)}${')'.repeat(deep)};`],
    ['lambda.py', `x = ${'('.repeat(deep)}1${')'.repeat(deep)}\n`],
    ['blocks.c', `int main() ${'{'.repeat(deep)}${'}'.repeat(deep)}\n`],
    ['generics.ts', `type A = ${'B<'.repeat(deep)}C${'>'.repeat(deep)};\n`],
    ['tags.html', '<div>'.repeat(deep)],
    ['quotes.md', '>'.repeat(deep)],
    ['dashes.yaml', `${'- '.repeat(5_000)}x\n`],
    ['stairs.yaml', Array.from({ length: 400 }, (_, at) => `${' '.repeat(at)}key${at}:`).join('\n')],
    ['bundle.js', `var a="${'x'.repeat(60_000)}";${'function b(){return 1}'.repeat(3_000)}`],
    ['noise.go', Array.from({ length: 40_000 }, (_, at) => String.fromCharCode(33 + ((at * 7_919) % 90))).join('')],
    ['empty.rs', ''],
  ])('%s', async (name, text) => {
    const { root } = place(true, { [name]: text });
    const { files, stats, notices } = await ask(manager(root));
    expect(stats.files).toBe(2);
    expect(stats.analyzed + stats.skipped).toBe(2);
    expect(notices.filter((notice) => !notice.includes(name))).toEqual([]);
    expect(files[0]?.path).toBe('src/rate-limiter.js');
  });
});

describe('a parser that dies', () => {
  const text = 'export const fine = 1;\n';
  const dying = async () => ({
    analyze: async (path: string) => {
      if (path.startsWith('bad')) throw new Error('memory access out of bounds');
      return { language: 'javascript', symbols: [], imports: [], references: [], functions: [], errors: 0, errorLines: [] };
    },
  });
  it('takes one file with it; the others keep their words, and the broken parser is not asked again', async () => {
    const { root } = place(true, { 'bad.js': text, 'worse.js': text });
    const service = manager(root, { loadAnalyzer: dying });
    const { stats, notices, files } = await ask(service);
    expect(stats).toMatchObject({ files: 3, analyzed: 2, skipped: 1 });
    expect(notices).toEqual([expect.stringContaining('bad.js: skipped')]);
    expect(files[0]?.path).toBe('src/rate-limiter.js');
    expect(await service.analyzeText('fine.js', text, signal)).toBeUndefined();
  });
  it('is no error for who only wanted to look at a text', async () => {
    const { root } = place(true);
    expect(await manager(root, { loadAnalyzer: dying }).analyzeText('bad.js', text, signal)).toBeUndefined();
  });
});

describe('files that change while they are looked at', () => {
  it('a file that vanishes between listing and reading', async () => {
    const { root, work } = place(true, { 'here.js': 'export const here = 1;\n', 'later.js': 'export const later = 1;\n' });
    const readable = (path: string): boolean => {
      if (path.endsWith('here.js')) rmSync(path, { force: true });
      return true;
    };
    const service = manager(root, { readable });
    expect((await ask(service)).stats).toMatchObject({ analyzed: 2, skipped: 1 });
    writeFileSync(join(work, 'other.js'), 'export const other = 1;\n');
    expect((await ask(service)).stats).toMatchObject({ files: 3, skipped: 0 });
  });
  it('a file that becomes a folder, and one that grows beyond what is read', async () => {
    const { root, work } = place(true, { 'thing.js': 'export const thing = 1;\n', 'log.txt': 'x' });
    const service = manager(root);
    await ask(service);
    rmSync(join(work, 'thing.js'));
    mkdirSync(join(work, 'thing.js'));
    writeFileSync(join(work, 'thing.js', 'inner.js'), 'export const inner = 1;\n');
    truncateSync(join(work, 'log.txt'), 5_000_000);
    expect((await ask(service)).stats).toMatchObject({ files: 3, skipped: 1 });
    expect((await service.findSymbol('thing', { signal })).hits).toEqual([]);
    expect((await service.findSymbol('inner', { signal })).hits).toHaveLength(1);
  });
  it('a clock that was set back', async () => {
    const { root, work } = place(true);
    const service = manager(root);
    await ask(service);
    const future = new Date(Date.now() + 86_400_000);
    writeFileSync(join(work, 'src/rate-limiter.js'), LIMITER.replace('allow', 'admit'));
    utimesSync(join(work, 'src/rate-limiter.js'), future, future);
    expect((await service.findSymbol('admit', { signal })).hits).toHaveLength(1);
    // Same size, same time in the future: only the content tells.
    writeFileSync(join(work, 'src/rate-limiter.js'), LIMITER.replace('allow', 'grant'));
    utimesSync(join(work, 'src/rate-limiter.js'), future, future);
    expect((await service.findSymbol('grant', { signal })).hits).toHaveLength(1);
  });
});

describe('a damaged index', () => {
  async function built(): Promise<{ root: string; db: string }> {
    const { root } = place(
      true,
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`src/part-${at}.js`, `export function part${at}() { return ${at}; }\n`])),
    );
    const service = manager(root);
    await ask(service);
    await service.close();
    open.splice(open.indexOf(service), 1);
    return { root, db: join(root, 'state', 'context.db') };
  }
  const overwrite = (path: string, from: number, length: number): void => {
    const handle = openSync(path, 'r+');
    writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, from);
    closeSync(handle);
  };
  it.each<[string, (db: string) => void]>([
    ['cut in half', (db) => truncateSync(db, Math.floor(statSync(db).size / 2))],
    ['cut to nothing', (db) => truncateSync(db, 0)],
    ['pages in the middle overwritten', (db) => overwrite(db, 8_192, statSync(db).size - 16_384)],
    ['the head overwritten', (db) => overwrite(db, 0, 512)],
    ['the table of tables overwritten', (db) => overwrite(db, 100, 3_900)],
    ['a foreign log beside it', (db) => writeFileSync(`${db}-wal`, readFileSync(db))],
    ['a folder in its place', (db) => void [rmSync(db), mkdirSync(db)]],
  ])('%s', async (_, damage) => {
    const { root, db } = await built();
    damage(db);
    const { files, stats } = await ask(manager(root));
    expect(files[0]?.path).toBe('src/rate-limiter.js');
    expect(stats).toMatchObject({ files: 61, skipped: 0 });
  });
  it('thrown away while it is in use', async () => {
    const { root, db } = await built();
    const service = manager(root);
    await ask(service);
    rmSync(dirname(db), { recursive: true });
    writeFileSync(join(root, 'work/src/new.js'), 'export const fresh = 1;\n');
    expect((await service.findSymbol('fresh', { signal })).hits).toHaveLength(1);
  });
});
