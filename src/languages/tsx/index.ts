import jsx from '../javascript/jsx.scm';
import type { Language } from '../language.js';
import { typescript } from '../typescript/index.js';

export const tsx: Language = {
  ...typescript,
  name: 'tsx',
  extensions: ['.tsx'],
  interpreters: [],
  grammar: 'tree-sitter-tsx',
  query: typescript.query + jsx,
};
