// The least that reading a project with tree-sitter can take: threads that read each file, parse it, with --query run the
// language's query once, and drop the tree. No words, no symbols, no database.
// usage: node bench/reference/bare-parsers.mjs <folder> <threads> [--query]   prints {files, bytes}
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** The languages service from source, as bench/languages-bundle.mjs leaves it. */
const BUNDLE = new URL('../.build/languages.mjs', import.meta.url);

if (isMainThread) {
  const [folder, threads, query] = process.argv.slice(2);
  if (!existsSync(BUNDLE)) throw new Error('bench/.build/languages.mjs is missing: run this through npm run bench');
  const paths = execFileSync('git', ['ls-files', '-z'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\0')
    .filter(Boolean);
  const sums = { files: 0, bytes: 0 };
  let next = 0;
  await Promise.all(
    Array.from(
      { length: Number(threads) },
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { folder, query: query === '--query' } });
          // One file under way and one waiting, so that no thread idles.
          const send = () => worker.postMessage(paths[next++] ?? null);
          worker.on('error', reject);
          worker.on('exit', resolve);
          worker.on('message', (bytes) => {
            sums.files += bytes > 0 ? 1 : 0;
            sums.bytes += bytes;
            send();
          });
          send();
          send();
        }),
    ),
  );
  process.stdout.write(`${JSON.stringify(sums)}\n`);
} else {
  const { createParser, languageOf, loadGrammar, startRuntime } = await import(BUNDLE.href);
  const { Query } = await startRuntime({ forMany: true });
  const tools = new Map();
  const toolsFor = async (language) => {
    if (!tools.has(language))
      tools.set(language, {
        parser: await createParser(language.grammar),
        query: workerData.query && new Query(await loadGrammar(language.grammar), language.query),
      });
    return tools.get(language);
  };
  parentPort.on('message', async (path) => {
    if (path === null) return parentPort.close();
    const text = readFileSync(join(workerData.folder, path), 'utf8');
    const language = languageOf(path, text);
    if (language) {
      const { parser, query } = await toolsFor(language);
      const tree = parser.parse(text);
      if (query) query.matches(tree.rootNode);
      tree.delete();
    }
    parentPort.postMessage(text.length);
  });
}
