// How much of a bare loop of the same parsers the whole analysis keeps, over the files of folders.
// usage: node bench/languages-speed.mjs folder…
// Three loops over the same texts in one process, taken in turn four times; the best of each counts (processor time):
//   parse: parse and delete the tree · parse + query: the same and one run of the language's query · analyze: everything.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadLanguages } from './languages-bundle.mjs';

const { createAnalyzer, createParser, languageOf, loadGrammar, startRuntime } = await loadLanguages();
const { Query } = await startRuntime({ forMany: true });
const analyzer = createAnalyzer();
const files = [];
for (const path of execFileSync('find', [...process.argv.slice(2), '-type', 'f', '-size', '-1024k', '-not', '-path', '*/.git/*'], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})
  .split('\n')
  .filter(Boolean)) {
  const bytes = readFileSync(path);
  if (bytes.includes(0)) continue;
  const text = bytes.toString('utf8');
  const language = languageOf(path, text);
  if (language) files.push({ path, text, language });
}
const tools = new Map();
for (const { language } of files) {
  if (tools.has(language)) continue;
  tools.set(language, { parser: await createParser(language.grammar), query: new Query(await loadGrammar(language.grammar), language.query) });
}
const loops = {
  parse: (file) => tools.get(file.language).parser.parse(file.text).delete(),
  'parse + query': (file) => {
    const tree = tools.get(file.language).parser.parse(file.text);
    tools.get(file.language).query.matches(tree.rootNode);
    tree.delete();
  },
  analyze: (file) => analyzer.analyze(file.path, file.text),
};
const best = new Map();
for (let round = 0; round < 4; round++) {
  for (const language of tools.keys()) {
    const own = files.filter((file) => file.language === language);
    for (const [name, run] of Object.entries(loops)) {
      const before = process.cpuUsage();
      for (const file of own) await run(file);
      const { user, system } = process.cpuUsage(before);
      const key = `${language.name} ${name}`;
      best.set(key, Math.min((user + system) / 1000, best.get(key) ?? Infinity));
    }
  }
}
const row = (label, bytes, ms) =>
  console.log(
    `${label.padEnd(12)} ${(bytes / 1e6).toFixed(2).padStart(6)} MB  parse ${rate(bytes, ms[0])}  + query ${rate(bytes, ms[1])}  analyze ${rate(bytes, ms[2])} MB/s  analyze/parse ${(ms[0] / ms[2]).toFixed(2)}  analyze/(parse+query) ${(ms[1] / ms[2]).toFixed(2)}`,
  );
const rate = (bytes, ms) => (bytes / 1000 / ms).toFixed(2);
const sums = [0, 0, 0];
let all = 0;
for (const language of tools.keys()) {
  const bytes = files.filter((file) => file.language === language).reduce((sum, file) => sum + file.text.length, 0);
  const ms = Object.keys(loops).map((name) => best.get(`${language.name} ${name}`));
  for (const at of sums.keys()) sums[at] += ms[at];
  all += bytes;
  row(language.name, bytes, ms);
}
row('all', all, sums);
