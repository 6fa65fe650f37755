import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath, sharedFolders } from '../paths.js';
import query from './queries.scm';

export const ruby: Language = {
  name: 'ruby',
  extensions: ['.rb', '.rake', '.gemspec', '.ru'],
  filenames: ['gemfile', 'rakefile', 'guardfile', 'vagrantfile', 'podfile', 'fastfile', 'capfile'],
  interpreters: ['ruby'],
  grammar: 'tree-sitter-ruby',
  query,
  keywords:
    'BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield require require_relative',
  kindOf: ({ kind, name }, parent) => (kind === 'method' && !parent ? 'function' : kind === 'method' && name === 'initialize' ? 'constructor' : kind),
  isExported: ({ name, signature }) => !name.startsWith('_') && !/^private/.test(signature),
  readImport(statement) {
    const found = /^(\w+)[\s(]*(["'])([^"'#]+)\2/.exec(statement);
    const path = found?.[3];
    if (path === undefined) return [];
    return [{ source: found?.[1] === 'require_relative' && !path.startsWith('.') ? `./${path}` : path }];
  },
  resolveImport,
};

/** Relative paths; else the file of the project on some load path, the nearest of several. */
function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const file = item.source.endsWith('.rb') ? item.source : `${item.source}.rb`;
  if (item.source.startsWith('.')) {
    const path = joinPath(folderOf(from), file);
    return path !== undefined && world.has(path) ? [path] : [];
  }
  const candidates = world.endingWith(file).filter((path) => path !== from && (file.includes('/') || /(?:^|\/)lib\/[^/]+$/.test(path)));
  const nearest = [...candidates].sort((a, b) => sharedFolders(b, from) - sharedFolders(a, from))[0];
  return nearest === undefined ? [] : [nearest];
}
