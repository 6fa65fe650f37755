// The licences of what the bundle carries: esbuild's metafiles say which packages went in. Called by the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = 'node_modules/';
const RULE = `\n${'='.repeat(80)}\n`;

/**
 * The text of dist/THIRD-PARTY-LICENCES.txt: each bundled package with its version and the licence file it brings, then the
 * packages whose files are copied as they are, with the sources these were built from.
 */
export function licenceText(metafiles, { copied = {} } = {}) {
  const bundled = [...new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap(packageOf))].sort();
  const parts = bundled.map((name) => section(name));
  for (const [name, files] of Object.entries(copied)) parts.push(section(name, sourcesOf(name, files)));
  return `ocode is MIT licensed (LICENSE). Its bundle carries these packages, each under its own licence.\n${RULE}${parts.join(RULE)}`;
}

function packageOf(input) {
  const at = input.lastIndexOf(MODULES);
  if (at < 0) return [];
  const [first, second] = input.slice(at + MODULES.length).split('/');
  return [first.startsWith('@') ? `${first}/${second}` : first];
}

function section(name, more = '') {
  const folder = join(MODULES, name);
  const { version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  // A package without a licence file names its licence and its author in package.json.
  const text = file ? readFileSync(join(folder, file), 'utf8') : `by ${nameOf(author)}, ${urlOf(repository)}`;
  return `${name} ${version} (${license})\n\n${text.replaceAll('\r\n', '\n').trim()}\n${more}`;
}

/** Where the copied grammars were compiled from, as their package says: each project has its own licence there. */
function sourcesOf(name, files) {
  const { devDependencies } = JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8'));
  const plain = (text) => text.replaceAll('_', '-').replace('tree-sitter-tsx', 'tree-sitter-typescript');
  const sources = [...new Set(files.map(plain))].map((each) => `  ${each}: ${devDependencies[each] ?? 'as in that package'}`);
  return `\nThe grammars in dist/grammars are compiled from:\n${sources.join('\n')}\n`;
}

const nameOf = (author) => (typeof author === 'string' ? author : author?.name) ?? 'its authors';
const urlOf = (repository) => (typeof repository === 'string' ? repository : repository?.url) ?? '';
