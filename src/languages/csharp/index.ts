import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import query from './queries.scm';

export const csharp: Language = {
  name: 'csharp',
  extensions: ['.cs', '.csx'],
  grammar: 'tree-sitter-c-sharp',
  query,
  keywords:
    'abstract add as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach get goto if implicit in init int interface internal is lock long namespace new null object operator out override params private protected public readonly record ref remove return sbyte sealed set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile where while yield',
  isExported({ kind, signature }, parent) {
    if (kind === 'namespace') return true;
    if (parent && !parent.exported) return false;
    return kind === 'enum_member' || parent?.kind === 'interface' || /^(?:\w+ )*(?:public|protected)\b/.test(signature);
  },
  readImport(statement) {
    const source = /^(?:global\s+)?using\s+(?:static\s+)?(?:[\w.]+\s*=\s*)?([\w.:]+)/.exec(statement)?.[1];
    return source === undefined ? [] : [{ source }];
  },
  resolveImport,
};

/** A namespace is taken for the folder of that name; the project's own name in front may be missing there. */
function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const parts = item.source.split('.');
  for (const path of [item.source, parts.join('/'), parts.slice(1).join('/')]) {
    if (path === '') continue;
    const files = world
      .foldersEndingWith(path)
      .flatMap((folder) => world.inFolder(folder))
      .filter((file) => file.endsWith('.cs') && file !== from);
    if (files.length > 0) return files;
  }
  return [];
}
