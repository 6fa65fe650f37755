import type { Language } from '../language.js';
import { readImport, resolveImport } from './imports.js';
import query from './queries.scm';

export const python: Language = {
  name: 'python',
  extensions: ['.py', '.pyi', '.pyw'],
  filenames: ['sconstruct', 'sconscript'],
  interpreters: ['python'],
  grammar: 'tree-sitter-python',
  query,
  keywords:
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False self cls',
  kindOf({ kind, name, signature }) {
    if (kind === 'method' && name === '__init__') return 'constructor';
    if (kind === 'variable' && /^[A-Z][A-Z0-9_]*$/.test(name)) return 'constant';
    return kind === 'variable' && /: *(?:typing\.)?TypeAlias\b/.test(signature) ? 'type' : kind;
  },
  /** A leading underscore says private; dunder names are part of the protocol. */
  isExported({ name }, parent) {
    return (!name.startsWith('_') || /^__\w+__$/.test(name)) && (parent?.exported ?? true) && parent?.kind !== 'function' && parent?.kind !== 'method';
  },
  readImport,
  resolveImport,
};
