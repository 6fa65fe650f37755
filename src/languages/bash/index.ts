import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import query from './queries.scm';

export const bash: Language = {
  name: 'bash',
  extensions: ['.sh', '.bash', '.zsh', '.ksh', '.bats'],
  filenames: ['.bashrc', '.bash_profile', '.bash_aliases', '.bash_logout', '.profile', '.zshrc', '.zshenv', '.zprofile', 'pkgbuild'],
  interpreters: ['sh', 'bash', 'zsh', 'ksh', 'dash', 'ash'],
  grammar: 'tree-sitter-bash',
  query,
  keywords:
    'case declare do done elif else esac export fi for function if in local readonly return select set shift source then time typeset unset until while echo exit true false',
  kindOf: ({ kind, name }) => (kind === 'variable' && /^[A-Z][A-Z0-9_]*$/.test(name) ? 'constant' : kind),
  readImport(statement) {
    const found = /^(?:source|\.)\s+(?:(["'])([\s\S]+)\1|(\S+))/.exec(statement);
    const path = found?.[2] ?? found?.[3];
    return path === undefined ? [] : [{ source: path }];
  },
  resolveImport,
};

/** What stands before the first `/` of a path that starts with an expansion (`$(dirname "$0")/lib.sh`) is taken for the script's folder, then the root. */
function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const path = item.source.replace(/^(?:\$\([^)]*\)|\$\{[^}]*\}|\$\w+)\/?/, '').replace(/["']/g, '');
  if (path.includes('$') || path.startsWith('/')) return [];
  const candidates = [joinPath(folderOf(from), path), joinPath('', path)];
  const found = candidates.find((candidate) => candidate !== undefined && candidate !== from && world.has(candidate));
  return found === undefined ? [] : [found];
}
