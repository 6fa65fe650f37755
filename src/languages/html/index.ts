import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import query from './queries.scm';

export const html: Language = {
  name: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  grammar: 'tree-sitter-html',
  query,
  readImport(attribute) {
    const source = /=\s*["']?([^"'\s>]+)/.exec(attribute)?.[1];
    return source === undefined ? [] : [{ source }];
  },
  resolveImport,
};

function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const path = item.source.replace(/[?#].*$/, '');
  if (/^(?:[a-z]+:|\/\/)/i.test(path)) return [];
  const candidates = path.startsWith('/') ? [path.slice(1), `public${path}`, `src${path}`] : [joinPath(folderOf(from), path)];
  const found = candidates.find((candidate) => candidate !== undefined && world.has(candidate));
  return found === undefined ? [] : [found];
}
