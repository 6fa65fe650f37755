import type { Language } from '../language.js';
import { readImport, resolveImport } from './imports.js';
import { C_KEYWORDS, readName } from './names.js';
import query from './queries.scm';

export const c: Language = {
  name: 'c',
  extensions: ['.c', '.h'],
  grammar: 'tree-sitter-c',
  query,
  keywords: C_KEYWORDS,
  readName,
  isExported: ({ signature }) => !/^(?:\w+ )*static\b/.test(signature),
  readImport,
  resolveImport,
};
