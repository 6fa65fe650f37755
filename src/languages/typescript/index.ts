import { readImport, resolveImport } from '../javascript/imports.js';
import common from '../javascript/queries.scm';
import { isExported, KEYWORDS, kindOf, readName } from '../javascript/symbols.js';
import type { Language } from '../language.js';
import own from './queries.scm';

export const typescript: Language = {
  name: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  interpreters: ['deno', 'tsx', 'ts-node'],
  grammar: 'tree-sitter-typescript',
  query: common + own,
  keywords: `${KEYWORDS} abstract any as asserts boolean declare infer is keyof namespace never number object private protected public readonly satisfies string symbol type unknown`,
  wordCharacters: '$',
  readName,
  kindOf,
  isExported,
  readImport,
  resolveImport,
};
