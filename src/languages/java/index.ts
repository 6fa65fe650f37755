import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { sharedFolders } from '../paths.js';
import query from './queries.scm';

export const java: Language = {
  name: 'java',
  extensions: ['.java'],
  grammar: 'tree-sitter-java',
  query,
  keywords:
    'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super switch synchronized this throw throws transient true try void volatile while',
  wordCharacters: '$',
  isExported({ kind, signature }, parent) {
    if (parent && !parent.exported) return false;
    return kind === 'enum_member' || parent?.kind === 'interface' || /^(?:\w+ )*(?:public|protected)\b/.test(signature);
  },
  readImport(statement) {
    const source = /^import\s+(?:static\s+)?([\w.\s$]+(?:\*)?)/.exec(statement)?.[1];
    return source === undefined ? [] : [{ source: source.replace(/\s/g, '') }];
  },
  resolveImport,
};

/** `a.b.C`, `a.b.C.member` and `a.b.*`, wherever the source folder lies; of several, the one nearest to the importing file. */
function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const parts = item.source.split('.');
  if (parts.at(-1) === '*') {
    const folders = world.foldersEndingWith(parts.slice(0, -1).join('/'));
    const files = folders.flatMap((folder) => world.inFolder(folder)).filter((path) => path.endsWith('.java') && path !== from);
    if (files.length > 0) return files;
    parts.pop();
  }
  for (let count = parts.length; count > 1; count--) {
    const files = world.endingWith(`${parts.slice(0, count).join('/')}.java`);
    const nearest = [...files].sort((a, b) => sharedFolders(b, from) - sharedFolders(a, from))[0];
    if (nearest !== undefined) return nearest === from ? [] : [nearest];
  }
  return [];
}
