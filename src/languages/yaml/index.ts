import type { Language } from '../language.js';
import query from './queries.scm';

export const yaml: Language = {
  name: 'yaml',
  extensions: ['.yaml', '.yml'],
  filenames: ['.clang-format', '.clang-tidy'],
  grammar: 'tree-sitter-yaml',
  query,
  readName: (text) => ({ name: text.replace(/^(["'])(.*)\1$/, '$2') }),
};
