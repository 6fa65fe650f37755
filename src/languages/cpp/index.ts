import { readImport, resolveImport } from '../c/imports.js';
import { C_KEYWORDS, readName } from '../c/names.js';
import common from '../c/queries.scm';
import type { Language } from '../language.js';
import own from './queries.scm';

export const cpp: Language = {
  name: 'cpp',
  extensions: ['.cpp', '.cc', '.cxx', '.c++', '.hpp', '.hh', '.hxx', '.h++', '.ipp', '.inl', '.tpp', '.cu', '.cuh'],
  claims: (extension, text) => extension === '.h' && /^\s*(?:class\s+\w|namespace\b|template\s*<|using\s+\w|public:|private:|protected:)|\bstd::/m.test(text),
  grammar: 'tree-sitter-cpp',
  query: common + own,
  keywords: `${C_KEYWORDS} and catch class concept consteval constexpr constinit const_cast co_await co_return co_yield decltype delete dynamic_cast explicit export false final friend mutable namespace new noexcept not nullptr operator or override private protected public reinterpret_cast requires static_assert static_cast template this thread_local throw true try typename using virtual wchar_t`,
  kindOf: ({ kind, name }, parent) => (kind === 'method' && name === parent?.name ? 'constructor' : kind),
  readName,
  isExported: ({ signature }, parent) => (parent !== undefined && parent.kind !== 'namespace' ? parent.exported : !/^(?:\w+ )*static\b/.test(signature)),
  readImport,
  resolveImport,
};
