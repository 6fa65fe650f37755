import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import query from './queries.scm';

export const go: Language = {
  name: 'go',
  extensions: ['.go'],
  grammar: 'tree-sitter-go',
  query,
  keywords:
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false string int bool error byte rune any float64 int64 uint64 int32 uint32',
  isExported: ({ name }, parent) => /^\p{Lu}/u.test(name) && (parent?.exported ?? true),
  readImport(statement) {
    const source = /["`]([^"`]+)["`]/.exec(statement)?.[1];
    return source === undefined ? [] : [{ source }];
  },
  resolveImport,
};

/** A package is a folder below the module that its `go.mod` names; all its files but tests are meant. */
function resolveImport(item: CodeImport, _from: string, world: ImportWorld): readonly string[] {
  for (const { name, folder } of modules(world)) {
    if (item.source !== name && !item.source.startsWith(`${name}/`)) continue;
    const path = joinPath(folder, item.source.slice(name.length)) ?? '';
    const files = world.inFolder(path).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'));
    if (files.length > 0) return mainFileFirst(files, path);
  }
  return [];
}

function mainFileFirst(files: readonly string[], folder: string): string[] {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const main = files.find((file) => file.endsWith(`/${name}.go`)) ?? files.find((file) => file.endsWith('/main.go'));
  return main === undefined ? [...files] : [main, ...files.filter((file) => file !== main)];
}

/** Modules of the project, the longest name first. */
function modules(world: ImportWorld): Array<{ name: string; folder: string }> {
  return world.memo('go modules', () =>
    world
      .endingWith('go.mod')
      .flatMap((path) => {
        const name = /^\s*module\s+"?([^\s"]+)/m.exec(world.text(path) ?? '')?.[1];
        return name === undefined ? [] : [{ name, folder: folderOf(path) }];
      })
      .sort((a, b) => b.name.length - a.name.length),
  );
}
