import type { Language } from '../language.js';
import { readImport, resolveImport } from './imports.js';
import query from './queries.scm';

export const C_KEYWORDS =
  'auto bool break case char const continue default define defined do double elif else endif enum extern float for goto if ifdef ifndef include inline int long NULL pragma register restrict return short signed sizeof size_t static struct switch typedef undef union unsigned void volatile while';

export const c: Language = {
  name: 'c',
  extensions: ['.c', '.h'],
  grammar: 'tree-sitter-c',
  query,
  keywords: C_KEYWORDS,
  isExported: ({ signature }) => !/^(?:\w+ )*static\b/.test(signature),
  readImport,
  resolveImport,
};
