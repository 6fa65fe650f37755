import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GRAMMARS } from '../../scripts/grammars.mjs';
import { packedFiles, REPOSITORY } from '../support/package.js';

const files = packedFiles();
const text = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as { bin: Record<string, string>; exports: Record<string, string>; dependencies: Record<string, string> };

/** Everything that may be in the package; what is not named here is not meant to be published. */
const MEANT = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^bin\/ocode\.mjs$/,
  /^dist\/(ocode\.cjs|analyze-worker\.js)$/,
  /^dist\/program\/(start|rest|[\w.-]+-[A-Z0-9]{8})\.cjs$/,
  /^dist\/grammars\/tree-sitter-[\w-]+\.wasm\.gz$/,
  /^dist\/grammars\/web-tree-sitter\.wasm$/,
  /^dist\/THIRD-PARTY-LICENCES\.txt$/,
  /^schemas\/\w[\w-]*\.schema\.json$/,
];

const CODE = /\.c?js$/;

describe('npm pack', () => {
  it('holds what is meant to be published and nothing else', () => {
    expect(files.filter(({ path }) => !MEANT.some((meant) => meant.test(path)))).toEqual([]);
    for (const meant of MEANT)
      expect(
        files.some(({ path }) => meant.test(path)),
        String(meant),
      ).toBe(true);
  });

  it('is at most 24 MB, of which the program itself is at most 3 MB', () => {
    const bytes = (wanted: RegExp): number => files.filter(({ path }) => wanted.test(path)).reduce((sum, { size }) => sum + size, 0);
    expect(bytes(/./)).toBeLessThanOrEqual(24e6);
    expect(bytes(CODE)).toBeLessThanOrEqual(3e6);
  });

  it('names no folder of the machine that built it', () => {
    const places = [REPOSITORY.replace(/[\\/]$/, ''), realpathSync(join(REPOSITORY, 'node_modules'))];
    const readable = files.filter(({ path }) => !/\.wasm(?:\.gz)?$/.test(path));
    expect(readable.flatMap(({ path }) => places.filter((place) => text(path).includes(place)).map((place) => [path, place]))).toEqual([]);
  });

  it('has every grammar, every file its manifest points at, and the licences of what is bundled', () => {
    const paths = new Set(files.map(({ path }) => path));
    for (const grammar of GRAMMARS.flatMap(({ names }) => names)) expect(paths).toContain(`dist/grammars/${grammar}.wasm.gz`);
    for (const target of [...Object.values(manifest.bin), ...Object.values(manifest.exports)]) {
      const found = [...paths].some((path) => path === target.replace(/^\.\//, '') || (target.endsWith('*') && `./${path}`.startsWith(target.slice(0, -1))));
      expect(found, target).toBe(true);
    }
    const licences = text('dist/THIRD-PARTY-LICENCES.txt');
    for (const name of bundledPackages()) {
      expect(licences).toContain(`\n${name} ${JSON.parse(text(`node_modules/${name}/package.json`)).version} (`);
      const licence = readdirSync(join(REPOSITORY, 'node_modules', name)).find((file) => /^licen[cs]e/i.test(file));
      if (licence) expect(licences, name).toContain(text(`node_modules/${name}/${licence}`).replaceAll('\r\n', '\n').trim());
    }
  });

  it('production dependencies are those that the bundle leaves out', () => {
    const { outputs } = JSON.parse(text('dist/meta.json')) as { outputs: Record<string, { imports: Array<{ path: string; external?: boolean }> }> };
    const external = Object.values(outputs).flatMap(({ imports }) => imports.filter((each) => each.external).map(({ path }) => path));
    const outside = new Set(external.filter((name) => !isBuiltin(name)));
    // Of better-sqlite3 the native half stays out, with the package that would look for it (src/context/store/sqlite-addon.ts).
    if (outside.delete('bindings')) outside.add('better-sqlite3');
    expect([...outside].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});

function bundledPackages(): string[] {
  const { inputs } = JSON.parse(text('dist/meta.json')) as { inputs: Record<string, unknown> };
  const names = Object.keys(inputs).flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  expect(names).toContain('zod');
  return [...new Set(names)];
}
