// Bundles src into dist: a small entry, the program in chunks (scripts/build-program.mjs), the worker that analyzes files, grammars and licences.
// Native packages stay external.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildProgram, writePacks } from './scripts/build-program.mjs';
import { GRAMMARS } from './scripts/grammars.mjs';
import { licenceText } from './scripts/licences.mjs';
import { chunksBeforeRequest, warmUp } from './scripts/warm-up.mjs';

const PROGRAM = 'dist/program';
const pkg = JSON.parse(await readFile('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });

/** zod brings its messages in fifty languages; ocode speaks one, and every start would read them all. */
const oneLocale = {
  name: 'one-locale',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /locales\/index\.js$/ }, ({ importer, resolveDir }) =>
      importer.includes('/zod/') ? { path: join(resolveDir, '../locales/en.js'), namespace: 'one-locale' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'one-locale' }, ({ path }) => ({
      contents: `export { default as en } from ${JSON.stringify(path)};`,
      resolveDir: dirname(path),
    }));
  },
};

const common = {
  plugins: [oneLocale],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // jsonc-parser's CommonJS build cannot be bundled; its ESM build can.
  mainFields: ['module', 'main'],
  target: 'node20',
  minify: true,
  metafile: true,
  legalComments: 'none',
  // Of SQLite the native half stays a package of its own (src/context/store/sqlite-addon.ts), with `bindings`, which would look for it.
  external: [...Object.keys(pkg.dependencies ?? {}).filter((name) => name !== 'better-sqlite3'), 'bindings'],
  loader: { '.scm': 'text' },
  define: { 'process.env.OCODE_VERSION': JSON.stringify(pkg.version), 'process.env.OCODE_SQLITE': JSON.stringify(pkg.dependencies['better-sqlite3']) },
};
const worker = {
  ...common,
  splitting: false,
  outfile: 'dist/analyze-worker.js',
  entryPoints: ['src/cli/analyze-worker.ts'],
  // CommonJS packages inside the bundle call require() for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
};

const [program, workerBuild] = await Promise.all([buildProgram(common, PROGRAM), build(worker)]);
// Packed: a tenth of the size for 5 ms a grammar.
mkdirSync('dist/grammars', { recursive: true });
for (const { from, folder, names } of GRAMMARS)
  for (const name of names) writeFileSync(`dist/grammars/${name}.wasm.gz`, gzipSync(readFileSync(`node_modules/${from}/${folder}/${name}.wasm`), { level: 9 }));
copyFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/grammars/web-tree-sitter.wasm');
// What leads to the first request is told by a run of the program as it is now; it gets a pack of its own, which starts sooner.
let entry = await buildEntry(writePacks(program.chunks, PROGRAM, () => true));
const early = await chunksBeforeRequest();
entry = await buildEntry(writePacks(program.chunks, PROGRAM, (name) => early.size === 0 || early.has(name)));
writeFileSync('dist/meta.json', JSON.stringify(program.metafile));

const metafiles = [program, workerBuild, entry].map(({ metafile }) => metafile);
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', licenceText(metafiles, { copied: Object.fromEntries(GRAMMARS.map(({ from, names }) => [from, names])) }));

await warmUp();

/** CommonJS: Node's own modules come to it without the ES module loader, which takes 5 ms for them. */
function buildEntry(hash) {
  return build({
    ...common,
    splitting: false,
    format: 'cjs',
    outfile: 'dist/ocode.cjs',
    entryPoints: ['src/cli/main.ts'],
    banner: { js: "const entryUrl=require('node:url').pathToFileURL(__filename).href;" },
    define: { ...common.define, 'import.meta.url': 'entryUrl', 'process.env.OCODE_BUILD': JSON.stringify(hash) },
  });
}
