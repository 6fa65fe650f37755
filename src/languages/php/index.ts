import type { Language } from '../language.js';
import { readImport, resolveImport } from './imports.js';
import query from './queries.scm';

export const php: Language = {
  name: 'php',
  extensions: ['.php', '.phtml', '.php5', '.php7', '.php8', '.inc'],
  interpreters: ['php'],
  grammar: 'tree-sitter-php',
  query,
  keywords:
    'abstract and array as bool break callable case catch class clone const continue declare default do echo else elseif empty enum extends false final finally float fn for foreach function global goto if implements include include_once instanceof insteadof int interface isset list match mixed namespace new null or parent print private protected public readonly require require_once return self static string switch this throw trait true try unset use var void while yield',
  kindOf: ({ kind, name }) => (kind === 'method' && name === '__construct' ? 'constructor' : kind),
  isExported: ({ signature }, parent) => (parent?.exported ?? true) && !/^(?:\w+ )*(?:private|protected)\b/.test(signature),
  readImport,
  resolveImport,
};
