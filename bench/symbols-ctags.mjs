// Our symbols beside those of Universal Ctags, on any files: an independent reader of the same languages.
// usage: node bench/symbols-ctags.mjs folder… [--show n] [--lang name]
//   recall: what ctags reports (kinds below) that we report at the same name, at most one line away.
//   precision: what we report (kinds below) that ctags knows under any kind there.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadLanguages } from './languages-bundle.mjs';

/** Names ctags makes up (`__anon…`) and its known mistakes in shell scripts (`x=(` as a function) do not count. */
/** Our language -> its name in ctags, the kinds of ctags that we must have, the kinds of ours that ctags should have. */
const COMPARED = {
  c: ['C', 'dfgstuve', 'function struct enum enum_member type macro variable'],
  cpp: ['C++', 'cfgnstued', 'function method constructor class struct enum enum_member namespace type macro'],
  csharp: ['C#', 'cegimnpsfE', 'class struct interface enum enum_member method constructor namespace property field'],
  ruby: ['Ruby', 'cfmSC', 'class module method function constructor constant'],
  php: ['PHP', 'cdfint', 'class interface trait function method constructor constant namespace'],
  bash: ['Sh', 'f', 'function'],
  markdown: ['Markdown', 'csStTu', 'heading'],
  html: ['HTML', 'hijI', 'element heading'],
  css: ['CSS', 'csi', 'selector'],
  json: ['JSON', 'oansbz', 'key'],
  python: ['Python', 'cfm', 'class function method constructor'],
  javascript: ['JavaScript', 'fcmg', 'class function method constructor'],
  go: ['Go', 'fsitc', 'function method struct interface type constant'],
  rust: ['Rust', 'fPsgiMtc', 'function method struct enum trait type macro constant'],
  java: ['Java', 'cgime', 'class enum interface method constructor enum_member'],
};

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const show = Number(option('--show') ?? 0);
const only = option('--lang');
const { createAnalyzer, languageOf } = await loadLanguages();
const analyzer = createAnalyzer();
const totals = new Map();

for (const folder of args) {
  for (const file of execFileSync('find', [folder, '-type', 'f', '-size', '-1024k', '-not', '-path', '*/.git/*'], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)) {
    const bytes = readFileSync(file);
    if (bytes.includes(0)) continue;
    const text = bytes.toString('utf8');
    const language = languageOf(file, text)?.name;
    if (!COMPARED[language] || (only && language !== only)) continue;
    compare(file, language, (await analyzer.analyze(file, text)).symbols);
  }
}
console.log('language    files  ctags   ours  recall  precision');
for (const [language, t] of [...totals].sort()) {
  console.log(
    `${language.padEnd(10)} ${String(t.files).padStart(6)} ${String(t.theirs).padStart(6)} ${String(t.ours).padStart(6)}   ${share(t.found, t.theirs)}      ${share(t.known, t.ours)}`,
  );
}
for (const [language, t] of totals) for (const line of t.examples.slice(0, show)) console.log(language, line);

function compare(file, language, symbols) {
  const [name, required, kinds] = COMPARED[language];
  const tags = ctags(file, name);
  const t = totals.get(language) ?? { files: 0, theirs: 0, found: 0, ours: 0, known: 0, examples: [] };
  totals.set(language, t);
  t.files++;
  const key = (symbol) => plain(symbol.name);
  for (const tag of tags.filter((tag) => required.includes(tag.kind))) {
    t.theirs++;
    if (symbols.some((symbol) => key(symbol) === key(tag) && Math.abs(symbol.line - tag.line) <= 1)) t.found++;
    else t.examples.push(`MISSED ${file}:${tag.line} ${tag.kind} ${tag.name}`);
  }
  for (const symbol of symbols.filter((symbol) => kinds.split(' ').includes(symbol.kind))) {
    t.ours++;
    if (tags.some((tag) => key(tag) === key(symbol) && Math.abs(symbol.line - tag.line) <= 1)) t.known++;
    else t.examples.push(`ONLY OURS ${file}:${symbol.line} ${symbol.kind} ${symbol.name}`);
  }
}

function ctags(file, language) {
  const lines = execFileSync(
    'ctags',
    ['--quiet=yes', '--options=NONE', '-f', '-', `--language-force=${language}`, '--kinds-all=*', '--fields=+n', '--excmd=number', '--sort=no', file],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return lines
    .split('\n')
    .filter((line) => line && !line.startsWith('!'))
    .map((line) => {
      const [name, , , kind] = line.split('\t');
      return { name, kind, line: Number(/\tline:(\d+)/.exec(line)?.[1] ?? 0) };
    })
    .filter((tag) => !/^__anon|[=\]]$/.test(tag.name));
}

/** Qualifiers and sigils are spelled differently by the two. */
function plain(name) {
  return name
    .replace(/\s+/g, '')
    .replace(/^.*(?:::|\\)(?=.)/, '')
    .replace(/^operator/, '')
    .replace(/^[.#](?=\w)/, '');
}

function share(part, whole) {
  return whole === 0 ? '  -  ' : (part / whole).toFixed(3);
}
