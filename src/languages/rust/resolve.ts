import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld } from '../language.js';
import { folderOf, foldersUpward, joinPath } from '../paths.js';

/** `crate::`, `self::`, `super::` paths, modules below this one, and crates of the workspace. */
export function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const parts = item.source.replace(/::\*$/, '').split('::');
  const first = parts[0] ?? '';
  let found: string | undefined;
  if (first === 'crate') found = deepest(crateRoot(from, world), parts.slice(1), world);
  else if (first === 'self' || first === 'super') found = fromModule(parts, from, world);
  else {
    found = moduleFile(moduleFolder(from), parts, world);
    const root = found === undefined ? crates(world).get(first) : undefined;
    if (root !== undefined) found = deepest(root, parts.slice(1), world);
  }
  return found === undefined || found === from ? [] : [found];
}

interface CrateRoot {
  folder: string;
  file: string | undefined;
}

function fromModule(parts: readonly string[], from: string, world: ImportWorld): string | undefined {
  let folder: string | undefined = moduleFolder(from);
  let at = 0;
  for (; parts[at] === 'self' || parts[at] === 'super'; at++) if (parts[at] === 'super') folder = joinPath(folder ?? '', '..');
  if (folder === undefined) return undefined;
  return moduleFile(folder, parts.slice(at), world) ?? (at > 0 && parts.includes('super') ? fileOfFolder(folder, world) : undefined);
}

/** The file of the longest leading part of the path that is a module; at least the crate's root file. */
function deepest(root: CrateRoot, parts: readonly string[], world: ImportWorld): string | undefined {
  return moduleFile(root.folder, parts, world) ?? root.file;
}

function moduleFile(folder: string, parts: readonly string[], world: ImportWorld): string | undefined {
  for (let count = parts.length; count > 0; count--) {
    const path = joinPath(folder, parts.slice(0, count).join('/')) ?? '';
    const file = [`${path}.rs`, `${path}/mod.rs`].find((candidate) => world.has(candidate));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The file whose submodules lie in this folder. */
function fileOfFolder(folder: string, world: ImportWorld): string | undefined {
  return [`${folder}.rs`, `${folder}/mod.rs`, `${folder}/lib.rs`, `${folder}/main.rs`].find((candidate) => world.has(candidate));
}

/** Folder of this module's own submodules: `a/mod.rs`, `lib.rs`, `main.rs` own their folder, `a/b.rs` owns `a/b`. */
function moduleFolder(from: string): string {
  return /(?:^|\/)(?:mod|lib|main|build)\.rs$/.test(from) ? folderOf(from) : from.replace(/\.rs$/, '');
}

function crateRoot(from: string, world: ImportWorld): CrateRoot {
  for (const folder of foldersUpward(folderOf(from))) {
    if (world.has(joinPath(folder, 'Cargo.toml') ?? '')) return rootOf(folder, from, world);
  }
  return { folder: folderOf(from), file: undefined };
}

function rootOf(folder: string, from: string, world: ImportWorld): CrateRoot {
  const source = joinPath(folder, 'src') ?? 'src';
  const outside = /^(?:tests|examples|benches)\//.test(folder === '' ? from : from.slice(folder.length + 1));
  if (outside) return { folder: folderOf(from), file: undefined };
  const declared = /\[lib\][^[]*?\bpath\s*=\s*"([^"]+)"/.exec(world.text(joinPath(folder, 'Cargo.toml') ?? '') ?? '')?.[1];
  const binary = /\[\[bin\]\][^[]*?\bpath\s*=\s*"([^"]+)"/.exec(world.text(joinPath(folder, 'Cargo.toml') ?? '') ?? '')?.[1];
  const files = [declared, 'src/lib.rs', 'src/main.rs', binary].flatMap((path) => (path === undefined ? [] : (joinPath(folder, path) ?? [])));
  const file = files.find((candidate) => world.has(candidate));
  return { folder: file === undefined ? source : folderOf(file), file };
}

/** Crates of the project by the name other crates use. */
function crates(world: ImportWorld): Map<string, CrateRoot> {
  return world.memo('rust crates', () => {
    const found = new Map<string, CrateRoot>();
    for (const manifest of world.endingWith('Cargo.toml')) {
      const text = world.text(manifest) ?? '';
      const names = [/\[package\][^[]*?\bname\s*=\s*"([^"]+)"/, /\[lib\][^[]*?\bname\s*=\s*"([^"]+)"/].map((pattern) => pattern.exec(text)?.[1]);
      for (const name of names) if (name !== undefined) found.set(name.replaceAll('-', '_'), rootOf(folderOf(manifest), manifest, world));
    }
    return found;
  });
}
