// The languages service from source, bundled into bench/.build, for the scripts beside this one.
import { build } from 'esbuild';

export async function loadLanguages() {
  const outfile = new URL('./.build/languages.mjs', import.meta.url);
  await build({
    stdin: {
      contents: `export * from './src/languages/analyzer.js'; export * from './src/languages/detect.js'; export * from './src/languages/imports.js'; export { LANGUAGES } from './src/languages/index.js'; export * from './src/lib/tree-sitter.js';`,
      resolveDir: new URL('..', import.meta.url).pathname,
      loader: 'ts',
    },
    outfile: outfile.pathname,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['web-tree-sitter'],
    loader: { '.scm': 'text' },
    logLevel: 'error',
  });
  return import(`${outfile.href}?${Date.now()}`);
}
