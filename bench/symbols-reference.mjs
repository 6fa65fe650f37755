// Writes our symbols for the files of a symbol reference, in the form its scorer reads.
// usage: node bench/symbols-reference.mjs reference.jsonl checkouts-folder > out.jsonl     then: score_symbols.py out.jsonl
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { loadLanguages } from './languages-bundle.mjs';

const [reference, checkouts] = process.argv.slice(2);
if (!reference || !checkouts) throw new Error('usage: symbols-reference.mjs reference.jsonl checkouts-folder');
const { createAnalyzer } = await loadLanguages();
const analyzer = createAnalyzer();
const folders = readdirSync(checkouts);
for (const line of readFileSync(reference, 'utf8').split('\n').filter(Boolean)) {
  const { id, repo, commit, path } = JSON.parse(line);
  const folder = folders.find((name) => name === `${repo.replace('/', '+')}@${commit.slice(0, 12)}`);
  const file = `${checkouts}/${folder}/${path}`;
  if (!folder || !existsSync(file)) {
    console.error(`missing: ${id} at ${commit}`);
    continue;
  }
  const analysis = await analyzer.analyze(path, readFileSync(file, 'utf8'));
  console.log(JSON.stringify({ id, symbols: analysis.symbols }));
}
