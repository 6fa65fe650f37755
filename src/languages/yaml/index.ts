import type { Language } from '../language.js';
import query from './queries.scm';

export const yaml: Language = {
  name: 'yaml',
  extensions: ['.yaml', '.yml'],
  filenames: ['.clang-format', '.clang-tidy'],
  grammar: 'tree-sitter-yaml',
  query,
  // The grammar's scanner keeps its levels in a fixed space and writes beyond it from about 255 on.
  isDeadly: (text) => /^[ \t?:-]{200}/m.test(text),
  readName: (text) => ({ name: text.replace(/^(["'])(.*)\1$/, '$2') }),
};
