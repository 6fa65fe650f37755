import type { Language } from '../language.js';
import query from './queries.scm';

export const markdown: Language = {
  name: 'markdown',
  extensions: ['.md', '.markdown', '.mdx', '.mdc'],
  grammar: 'tree-sitter-markdown',
  query,
  /** The scanner keeps its open blocks in a small fixed buffer. */
  isDeadly: (text) => /^(?:[ \t]*(?:>|[*+-][ \t]|\d+[.)][ \t])){100}|^[ \t]{400,}[>*+\-\d]/m.test(text),
};
