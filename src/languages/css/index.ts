import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import query from './queries.scm';

export const css: Language = {
  name: 'css',
  extensions: ['.css', '.pcss'],
  grammar: 'tree-sitter-css',
  query,
  readImport(statement) {
    const source = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/.exec(statement)?.[1];
    return source === undefined ? [] : [{ source }];
  },
  resolveImport,
};

function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const path = joinPath(folderOf(from), item.source);
  const found = [path, `${path}.css`].find((candidate) => candidate !== undefined && world.has(candidate));
  return found === undefined ? [] : [found];
}
