import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ContextManagerOptions, createContextManager } from '../../src/context/context-manager.js';
import type { ContextService } from '../../src/contract/context.js';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { createImportResolver } from '../../src/languages/imports.js';

const PROJECT = {
  'src/config/loader.js':
    "import { parse } from '../lib/parse.js';\n\n/** Reads the user settings from disk. */\nexport function loadUserSettings(path) {\n  return parse(path);\n}\n",
  'src/lib/parse.js': 'export function parse(text) {\n  return JSON.parse(text);\n}\n',
  'src/http/server.js':
    "import { loadUserSettings } from '../config/loader.js';\n\nexport function startServer(port) {\n  loadUserSettings('x');\n  return port;\n}\n",
  'src/http/rate-limiter.js': 'export class RateLimiter {\n  constructor(limit) { this.limit = limit; }\n  allow(client) { return this.limit > 0; }\n}\n',
  'src/util/colors.js': 'export const red = (s) => s;\nexport const green = (s) => s;\n',
  'src/pay/tax.py': 'def compute_sales_tax(amount):\n    return amount * 0.19\n',
  'test/loader.test.js': "import { loadUserSettings } from '../src/config/loader.js';\nloadUserSettings('settings');\n",
  'README.md': '# Demo\n\nA small demo project.\n',
};
const signal = new AbortController().signal;
const folders: string[] = [];
const open: ContextService[] = [];

afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function project(files: Record<string, string | Uint8Array> = PROJECT, git = true): { root: string; cachePath: string } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-context-')));
  folders.push(home);
  const root = join(home, 'project');
  mkdirSync(root);
  put(root, files);
  if (git) execFileSync('git', ['init', '-q'], { cwd: root });
  return { root, cachePath: join(home, 'state', 'cache', 'context.db') };
}

function put(root: string, files: Record<string, string | Uint8Array>): void {
  const before = new Date(Date.now() - 60_000);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    utimesSync(join(root, path), before, before);
  }
}

function manager(place: { root: string; cachePath: string }, more: Partial<ContextManagerOptions> = {}): ContextService {
  const service = createContextManager({
    ...place,
    readable: () => true,
    loadAnalyzer: async () => createAnalyzer(),
    createImportResolver: async () => createImportResolver,
    ...more,
  });
  open.push(service);
  return service;
}

const ask = (service: ContextService, query: string) => service.rank(query, { budget: 2_000, limit: 20 }, signal);

describe('ranking', () => {
  it.each([
    ['where is the rate limiter implemented', 'src/http/rate-limiter.js'],
    ['loading of user settings', 'src/config/loader.js'],
    ['how are sales taxes computed?', 'src/pay/tax.py'],
    ['explain src/util/colors.js', 'src/util/colors.js'],
    ['what does colors.js export', 'src/util/colors.js'],
    ['change the port in src/http/server.js', 'src/http/server.js'],
  ])('%s -> %s', async (query, path) => {
    const { files } = await ask(manager(project()), query);
    expect(files[0]?.path).toBe(path);
    expect(files[0]?.reasons.length).toBeGreaterThan(0);
    for (const [index, { score }] of files.entries()) expect(score).toBeLessThanOrEqual(files[index - 1]?.score ?? 1);
  });
  it('names the symbols that fit', async () => {
    const { symbols } = await ask(manager(project()), 'rate limiter');
    expect(symbols[0]).toEqual({ name: 'RateLimiter', kind: 'class', path: 'src/http/rate-limiter.js', line: 1 });
  });
  it('packs the best file into the text', async () => {
    const { text } = await manager(project()).build('what does RateLimiter allow?', 2_000, signal);
    expect(text).toContain('this.limit > 0');
    expect(text).toContain('<project_map>');
  });
});

describe('index', () => {
  it('lets the parser of a changed file load before the file is read, and none when nothing changed', async () => {
    const place = project();
    const told: string[] = [];
    const analyzer = createAnalyzer();
    const service = manager(place, {
      loadAnalyzer: async () => ({
        prepare: (path) => void told.push(`load for ${path}`),
        analyze: (path, text) => {
          told.push(`analyze ${path}`);
          return analyzer.analyze(path, text);
        },
      }),
    });
    await ask(service, 'settings');
    expect(told.filter((line) => line.startsWith('load'))).toEqual([]);
    told.length = 0;
    await ask(service, 'settings');
    expect(told).toEqual([]);
    put(place.root, { 'src/lib/parse.js': 'export function parseAll(text) {\n  return [text];\n}\n', 'src/new.js': 'export const fresh = 1;\n' });
    const { stats } = await ask(service, 'settings');
    expect(stats.analyzed).toBe(2);
    expect(told[0]).toBe('load for src/lib/parse.js');
    expect(told.slice(1).sort()).toEqual(['analyze src/lib/parse.js', 'analyze src/new.js']);
  });
  it('reads only what changed', async () => {
    const place = project();
    const run = async () => {
      const service = manager(place);
      const { stats } = await ask(service, 'settings');
      await service.close();
      return stats;
    };
    expect(await run()).toMatchObject({ files: 8, analyzed: 8, cached: 0, skipped: 0 });
    expect(await run()).toMatchObject({ analyzed: 0, cached: 8 });
    put(place.root, { 'src/util/colors.js': 'export const blue = (s) => s;\n' });
    expect(await run()).toMatchObject({ analyzed: 1, cached: 7 });
    put(place.root, { 'src/util/extra.js': 'export const extra = 1;\n' });
    expect(await run()).toMatchObject({ files: 9, analyzed: 1, cached: 8 });
    rmSync(join(place.root, 'src/util/extra.js'));
    expect(await run()).toMatchObject({ files: 8, analyzed: 0 });
  });
  it('a file that was only touched is not analyzed again', async () => {
    const place = project();
    await ask(manager(place), 'x');
    utimesSync(join(place.root, 'README.md'), new Date(1e9), new Date(1e9));
    expect((await ask(manager(place), 'x')).stats.analyzed).toBe(0);
  });
  it('a damaged index is made anew', async () => {
    const place = project();
    const first = manager(place);
    await ask(first, 'settings');
    await first.close();
    const folder = dirname(place.cachePath);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'this is not a database '.repeat(500));
    const second = manager(place);
    expect((await ask(second, 'where is RateLimiter')).files[0]?.path).toBe('src/http/rate-limiter.js');
    await second.close();
    expect((await ask(manager(place), 'x')).stats.analyzed).toBe(0);
  });
  it('lives in memory when the folder cannot be made', async () => {
    const place = project();
    writeFileSync(join(dirname(place.root), 'state'), 'a file, not a folder');
    const service = manager(place);
    expect((await ask(service, 'rate limiter')).files[0]?.path).toBe('src/http/rate-limiter.js');
    expect((await service.status()).path).toBe(':memory:');
  });
  it('two processes worth of managers share one index', async () => {
    const place = project();
    const results = await Promise.all([ask(manager(place), 'rate limiter'), ask(manager(place), 'sales tax'), ask(manager(place), 'settings')]);
    expect(results.map(({ files }) => files[0]?.path)).toEqual(['src/http/rate-limiter.js', 'src/pay/tax.py', 'src/config/loader.js']);
  });
  it('status, index and clear', async () => {
    const service = manager(project());
    expect((await service.status()).indexed).toBe(0);
    expect((await service.index(() => {}, signal)).analyzed).toBe(8);
    expect(await service.status()).toMatchObject({ files: 8, indexed: 8, skipped: 0 });
    await service.clear();
    expect((await service.status()).indexed).toBe(0);
  });
});

describe('bad input', () => {
  it('is skipped and counted', async () => {
    const place = project({
      ...PROJECT,
      'data.bin': new Uint8Array([0, 1, 2]),
      'big.txt': 'x'.repeat(1_100_000),
      'odd\nname.js': 'export const odd = 1;\n',
      'deep.json': '['.repeat(50_000),
      'bundle.js': `var a="${'x'.repeat(30_000)}";`,
      'broken.py': 'def (((\n\tclass\n',
    });
    symlinkSync('.', join(place.root, 'loop'));
    symlinkSync('/nowhere', join(place.root, 'dangling'));
    const { stats, files } = await ask(manager(place), 'rate limiter');
    expect(stats.skipped).toBe(2);
    expect(files[0]?.path).toBe('src/http/rate-limiter.js');
  });
  it('outside git nested .gitignore files hold, and unreadable folders are passed over', async () => {
    const place = project(
      {
        ...PROJECT,
        '.gitignore': 'dist/\n',
        'dist/a.js': 'x',
        'pkg/.gitignore': '*.log\n!keep.log\n',
        'pkg/a.log': 'x',
        'pkg/keep.log': 'x',
        'secret/a.js': 'x',
      },
      false,
    );
    chmodSync(join(place.root, 'secret'), 0o000);
    const files = await manager(place).files(signal);
    chmodSync(join(place.root, 'secret'), 0o700);
    expect(files).toContain('pkg/keep.log');
    expect(files.filter((path) => /dist|a\.log/.test(path))).toEqual([]);
  });
  it('.ocodeignore and ignore_patterns leave files out', async () => {
    const place = project({ ...PROJECT, '.ocodeignore': 'generated/\n', 'generated/a.js': 'x', 'vendor/b.js': 'x' });
    const files = await manager(place, { ignorePatterns: ['vendor/**'] }).files(signal);
    expect(files.filter((path) => /^(?:generated|vendor)/.test(path))).toEqual([]);
  });
  it.each([true, false])('.ocodeignore files in folders count below them, deeper ones win (git: %s)', async (git) => {
    const place = project(
      {
        ...PROJECT,
        '.ocodeignore': '*.gen.js\nout/\n',
        'a.gen.js': 'x',
        'pkg/.ocodeignore': '# data\n/big/\n!keep.gen.js\nold*\n',
        'pkg/big/a.js': 'x',
        'pkg/deep/big/a.js': 'x',
        'pkg/keep.gen.js': 'x',
        'pkg/other.gen.js': 'x',
        'pkg/deep/old.js': 'x',
        'old.js': 'x',
        'out/.ocodeignore': '!back.js\n',
        'out/back.js': 'x',
      },
      git,
    );
    const files = await manager(place).files(signal);
    expect(files.filter((path) => /^(?:a\.gen|pkg\/|out\/|old)/.test(path) && !path.endsWith('ignore'))).toEqual([
      'old.js',
      'pkg/deep/big/a.js',
      'pkg/keep.gen.js',
    ]);
  });
  it('protected files are known by name only', async () => {
    const place = project({ ...PROJECT, 'server.pem': 'PRIVATE rate limiter' });
    const { text, stats } = await ask(manager(place, { readable: (path) => !path.endsWith('.pem') }), 'server.pem rate limiter');
    expect(text).not.toContain('PRIVATE');
    expect(stats.skipped).toBe(1);
  });
  it('what may be read changes with rules and settings, not with the file', async () => {
    const place = project(PROJECT);
    const file = 'src/http/rate-limiter.js';
    const allowed = () => ask(manager(place), 'RateLimiter');
    const denied = () => ask(manager(place, { readable: (path) => !path.endsWith(file) }), 'RateLimiter');
    expect((await denied()).text).not.toContain('class RateLimiter');
    expect((await allowed()).text).toContain('class RateLimiter');
    expect((await denied()).text).not.toContain('class RateLimiter');
    expect((await allowed()).text).toContain('class RateLimiter');
  });
});

describe('questions', () => {
  it('definitions with their source, nearest names when there is none', async () => {
    const service = manager(project());
    const { hits } = await service.findSymbol('loadUserSettings', { signal });
    expect(hits).toMatchObject([{ path: 'src/config/loader.js', line: 4, kind: 'function' }]);
    expect(hits[0]?.source).toContain('return parse(path);');
    expect((await service.findSymbol('RateLimiter.allow', { signal })).hits).toHaveLength(1);
    expect(await service.findSymbol('loadUserSetings', { signal })).toEqual({ hits: [], nearest: ['loadUserSettings'] });
  });
  it('references, not words in comments', async () => {
    const references = await manager(project({ ...PROJECT, 'src/c.js': '// loadUserSettings\nconst s = "loadUserSettings";\n' })).findReferences(
      'loadUserSettings',
      { signal },
    );
    expect(references.map(({ path, line }) => `${path}:${line}`)).toEqual([
      'src/http/server.js:1',
      'src/http/server.js:4',
      'test/loader.test.js:1',
      'test/loader.test.js:2',
    ]);
    expect(references[1]).toMatchObject({ within: 'startServer', text: "loadUserSettings('x');" });
  });

  it.each(['c', '$', 'T', '_', 'aNameThatIsLongerThanEverythingTheIndexOfWordsKeepsWhole'])('of a name the index has no word of: %s', async (name) => {
    const files = { 'src/a.js': `export const ${name} = () => 1;\n`, 'src/b.js': `import { ${name} } from './a.js';\n\nrun(${name}());\n` };
    const index = manager(project(files));
    const references = await index.findReferences(name, { signal });
    expect(references.map(({ path, line }) => `${path}:${line}`)).toEqual(['src/b.js:1', 'src/b.js:3']);
    expect((await index.findSymbol(name, { signal })).hits.map(({ path }) => path)).toEqual(['src/a.js']);
  });

  it('one-part names have references too', async () => {
    const references = await manager(project()).findReferences('parse', { signal });
    expect(references.map(({ path }) => path)).toContain('src/config/loader.js');
  });
  it('the graph follows new files', async () => {
    const place = project({ ...PROJECT, 'src/late.js': "import { later } from './later.js';\n" });
    const service = manager(place);
    expect(await service.impact('src/lib/parse.js', signal)).toEqual([
      { path: 'src/config/loader.js', distance: 1 },
      { path: 'src/http/server.js', distance: 2 },
      { path: 'test/loader.test.js', distance: 2 },
    ]);
    put(place.root, { 'src/later.js': 'export const later = 1;\n' });
    expect((await service.graph(signal)).find(({ path }) => path === 'src/later.js')?.importers).toEqual(['src/late.js']);
  });
  it('imports of a text are resolved', async () => {
    const analysis = await manager(project()).analyzeText('src/http/server.js', PROJECT['src/http/server.js'], signal);
    expect(analysis?.imports[0]?.resolved).toBe('src/config/loader.js');
  });
});

describe('what is packed', () => {
  const body = (name: string, lines: number): string =>
    `export function ${name}(input) {\n${Array.from({ length: lines }, (_, index) => `  input.push(${index}); // step ${index}`).join('\n')}\n  return input;\n}\n`;
  const many = {
    'src/session/store.js': body('saveSession', 12) + body('loadSession', 12) + body('unrelatedThing', 400),
    'src/session/index.js': "import { saveSession } from './store.js';\nexport { saveSession };\n",
    'src/server/handler.js': `import { saveSession } from '../session/index.js';\n${body('handleLogin', 20)}// the session is saved here\n`,
    'src/server/routes.js': `${body('addRoutes', 20)}// session routes\n`,
    'src/other/report.js': body('printReport', 300),
    'test/session.test.js': "import { saveSession } from '../src/session/store.js';\nsaveSession([]);\n",
  };
  it.each([800, 1_600, 6_500])('%d tokens: at least three files, each once, within the budget', async (budget) => {
    const { text, tokens, files } = await manager(project(many)).build('where is the session saved?', budget, signal);
    expect(tokens).toBeLessThanOrEqual(budget);
    const shown = files.filter(({ mode }) => mode !== 'listed');
    expect(shown.length).toBeGreaterThanOrEqual(3);
    expect(shown.map(({ path }) => path)).toContain('src/session/store.js');
    const blocks = [...text.matchAll(/<file path="([^"]+)"/g)].map(([, path]) => path);
    expect(blocks).toEqual(shown.map(({ path }) => path));
    expect(text.split('function saveSession').length).toBe(2);
    expect(text).not.toContain('input.push(399)');
    expect(text.match(/<file /g)?.length).toBe(text.match(/<\/file>/g)?.length);
  });
  it('reasons speak the words of the query', async () => {
    const { files } = await ask(manager(project(many)), 'where is the session saved?');
    expect(files[0]?.reasons.join('; ')).toMatch(/saved/);
  });
});
