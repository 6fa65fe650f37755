// The program as CommonJS functions for `src/cli/load-program.ts`: V8 keeps compiled code for scripts, not for modules.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';

const ENTRY = 'src/cli/program.ts';
/** What the way to the first request of `-p` imports dynamically: it lies in the pack, with everything that is imported statically. */
const HOT = ['src/cli/run-modes.ts'];
/** As `ChunkBody` in load-program.ts. */
const WRAPPER = '(function(exports,require,module,moduleUrl,importChunk,importModule){';

/** Writes `pack.cjs`, which every run with a question needs, and a file for each other chunk. Returns the hash of the pack and esbuild's metafile. */
export async function buildProgram(options, folder) {
  const { outputFiles, metafile } = await build({ ...options, entryPoints: { program: ENTRY }, outdir: folder, chunkNames: '[name]-[hash]', write: false });
  const bodies = new Map(await Promise.all(outputFiles.map(async ({ path, text }) => [basename(path), `${WRAPPER}${await commonJs(text)}\n})`])));
  const hot = hotChunks(metafile);
  const pack = `({${hot.map((name) => `${JSON.stringify(`./${name}`)}:${bodies.get(name)}`).join(',\n')}})`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pack.cjs'), pack);
  for (const [name, body] of bodies) if (!hot.includes(name)) writeFileSync(join(folder, name.replace(/\.js$/, '.cjs')), body);
  return { hash: createHash('sha256').update(pack).digest('hex').slice(0, 12), metafile };
}

/** The chunks of the entry and of the hot modules, and what these import statically. */
function hotChunks({ outputs }) {
  const found = new Set();
  const add = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: next, kind, external } of outputs[path].imports) if (kind === 'import-statement' && !external) add(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === ENTRY || HOT.includes(entryPoint)) add(path);
  return [...found].map((path) => basename(path));
}

/** One chunk as the body of a function. ASCII, which is read fastest: regular expressions alone come with other letters. */
async function commonJs(text) {
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20', minify: true, define: { 'import.meta.url': 'moduleUrl' } });
  return code
    .replace(/(?<![.\w$])import\((?="\.\/)/g, 'importChunk(')
    .replace(/(?<![.\w$])import\(/g, 'importModule(')
    .replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
