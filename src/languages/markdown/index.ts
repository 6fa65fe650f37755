import type { Language } from '../language.js';
import query from './queries.scm';

export const markdown: Language = {
  name: 'markdown',
  extensions: ['.md', '.markdown', '.mdx', '.mdc'],
  grammar: 'tree-sitter-markdown',
  query,
};
