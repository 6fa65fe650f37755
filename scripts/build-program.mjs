// The program as CommonJS functions for `src/cli/load-program.ts`: V8 keeps compiled code for scripts, not for modules.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';

/** Entries of bundles of their own. */
const APART = ['src/cli/main.ts', 'src/cli/load-program.ts', 'src/cli/code-cache.ts', 'src/cli/analyze-worker.ts'];
/** What these import statically is needed by a run with a question. */
const HOT = ['src/cli/program.ts', 'src/cli/run-modes.ts'];
/** Packages that the index needs: in the packs their compiled code is kept. */
const KEPT = /(?:^|\/)node_modules\/(?:better-sqlite3|web-tree-sitter)\//;
/** As `ChunkBody` in load-program.ts. */
const PARAMETERS = '(module,require,moduleUrl,importChunk,importModule,__export,__toESM,__toCommonJS)';

/**
 * Bundles the program: our modules, each a chunk that is evaluated when something of it is first used, and the packages that a run with a question
 * needs, in packs (`writePacks`); other packages are written into `folder`, a file each. Returns the packs' chunks and esbuild's metafile.
 */
export async function buildProgram(options, folder) {
  const { outputFiles, metafile } = await build({
    ...options,
    // As an entry each module is a chunk of its own.
    entryPoints: Object.fromEntries(ourModules().map((path) => [path.replace(/\.ts$/, '').replaceAll('/', '.'), path])),
    outdir: folder,
    chunkNames: '[name]-[hash]',
    write: false,
  });
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      return { name: basename(path), ours: isOurs(metafile.outputs[`${folder}/${basename(path)}`]), code: await commonJs(text) };
    }),
  );
  const hot = staticallyImported(metafile);
  const inPack = ({ name, ours }) => ours || hot.has(name);
  mkdirSync(folder, { recursive: true });
  for (const chunk of chunks) if (!inPack(chunk)) writeFileSync(join(folder, chunk.name.replace(/\.js$/, '.cjs')), `(${chunk.code})`);
  return { chunks: chunks.filter(inPack), metafile };
}

/**
 * Writes `start.cjs` with the chunks that `isEarly` names and `rest.cjs` with the others, each chunk on lines of its own that begin with its name,
 * as `load-program.ts` reads them. Returns the hash of both.
 */
export function writePacks(chunks, folder, isEarly) {
  const hash = createHash('sha256');
  for (const [pack, members] of [
    ['start', chunks.filter(({ name }) => isEarly(name))],
    ['rest', chunks.filter(({ name }) => !isEarly(name))],
  ]) {
    const text = `({${members.map(({ name, code }) => `${JSON.stringify(`./${name}`)}:${code}`).join(',\n')}})`;
    hash.update(text);
    writeFileSync(join(folder, `${pack}.cjs`), text);
  }
  return hash.digest('hex').slice(0, 12);
}

function ourModules() {
  return readdirSync('src', { recursive: true })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !APART.includes(path));
}

/** A chunk with a module of ours or of a package that is kept with them, or one that only hands on what another holds. */
function isOurs({ inputs }) {
  const paths = Object.keys(inputs);
  return paths.length === 0 || paths.some((path) => path.startsWith('src/') || KEPT.test(path));
}

/** Names of the chunks that the hot modules import statically, near and far. */
function staticallyImported({ outputs }) {
  const found = new Set();
  const add = (path) => {
    if (found.has(basename(path))) return;
    found.add(basename(path));
    for (const { path: next, kind, external } of outputs[path].imports) if (kind === 'import-statement' && !external) add(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (HOT.includes(entryPoint)) add(path);
  return found;
}

/** What esbuild puts before a module it makes CommonJS; `load-program.ts` has its own, once for all chunks. */
const HELPERS =
  /^(?:var __(?:create|defProp|getOwnPropDesc|getOwnPropNames|getProtoOf|hasOwnProp|toCommonJS) = .*\n|var __(?:export|copyProps) = (?:.*\n)*?};\n|var __toESM = (?:.*\n)*?\)\);\n)+/;

/** One chunk as a function. ASCII, which is read fastest: regular expressions alone come with other letters. */
async function commonJs(text) {
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20', define: { 'import.meta.url': 'moduleUrl' } });
  const body = code
    .replace(HELPERS, '')
    .replace(/(?<![.\w$])import\((?="\.\/)/g, 'importChunk(')
    .replace(/(?<![.\w$])import\(/g, 'importModule(');
  const { code: small } = await transform(`chunk=${PARAMETERS}=>{${body}}`, { target: 'node20', minify: true });
  return small.replace(/^chunk=|;\s*$/g, '').replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
