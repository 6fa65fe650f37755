// Bundles src into dist: one small entry, heavy parts as lazily loaded chunks; native and wasm packages stay external.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { GRAMMAR_PACKAGE, GRAMMARS } from './scripts/grammars.mjs';
import { licenceText } from './scripts/licences.mjs';

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

const options = {
  outdir: 'dist',
  plugins: [oneLocale],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // jsonc-parser's CommonJS build cannot be bundled; its ESM build can.
  mainFields: ['module', 'main'],
  target: 'node20',
  minify: true,
  keepNames: false,
  sourcemap: process.env.OCODE_SOURCEMAP === '1',
  metafile: true,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  external: Object.keys(pkg.dependencies ?? {}),
  loader: { '.scm': 'text' },
  define: { 'process.env.OCODE_VERSION': JSON.stringify(pkg.version) },
  // CommonJS packages inside the bundle call require() for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
};
// One build an entry: chunks are cut along all entries of a build, and every chunk is a file that a start has to find.
const results = await Promise.all([
  build({ ...options, entryPoints: { ocode: 'src/cli/main.ts' } }),
  build({ ...options, entryPoints: { 'analyze-worker': 'src/cli/analyze-worker.ts' } }),
]);
writeFileSync('dist/meta.json', JSON.stringify(results[0].metafile));

mkdirSync('dist/grammars', { recursive: true });
for (const name of GRAMMARS) cpSync(`node_modules/${GRAMMAR_PACKAGE}/out/${name}.wasm`, `dist/grammars/${name}.wasm`);
const metafiles = results.map(({ metafile }) => metafile);
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', licenceText(metafiles, { copied: { [GRAMMAR_PACKAGE]: GRAMMARS } }));
