import type { Language } from '../language.js';
import own from './fields.scm';
import { readImport, resolveImport } from './imports.js';
import jsx from './jsx.scm';
import common from './queries.scm';
import { isExported, KEYWORDS, kindOf, readName } from './symbols.js';

export const javascript: Language = {
  name: 'javascript',
  extensions: ['.js', '.jsx', '.mjs', '.cjs'],
  filenames: ['jakefile'],
  interpreters: ['node', 'nodejs', 'bun'],
  grammar: 'tree-sitter-javascript',
  query: common + jsx + own,
  keywords: KEYWORDS,
  wordCharacters: '$',
  readName,
  kindOf,
  isExported,
  readImport,
  resolveImport,
};
