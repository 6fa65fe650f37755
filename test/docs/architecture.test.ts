import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/package.js';

const page = readFileSync(join(REPOSITORY, 'docs/ARCHITECTURE.md'), 'utf8');
const section = (title: string): string => page.slice(page.indexOf(`## ${title}`)).split(/^## /m)[1] ?? '';
const named = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

describe('docs/ARCHITECTURE.md is true of the program', () => {
  it('draws every folder of src, and no other', () => {
    const picture = /```\n([\s\S]*?)```/.exec(section('The floors'))?.[1] ?? '';
    const folders = readdirSync(join(REPOSITORY, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) expect(picture, name).toMatch(new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
  });

  it('says of each service what the checker holds it to', () => {
    const checked = /const SERVICES = \[([^\]]+)\]/.exec(readFileSync(join(REPOSITORY, '.dependency-cruiser.cjs'), 'utf8'))?.[1]?.match(/\w+/g) ?? [];
    const services = readdirSync(join(REPOSITORY, 'src')).filter(
      (name) => !['contract', 'lib', 'engine', 'modes', 'cli'].includes(name) && !name.includes('.'),
    );
    expect([...checked].sort()).toEqual(services.sort());
  });

  it('walks through files that there are', () => {
    const places = named(section('One query, end to end')).filter((code) => /^(cli|modes|engine|context|security|providers)\/[\w-]+$/.test(code));
    expect(places.length).toBeGreaterThan(12);
    for (const place of places)
      expect(
        [`${place}.ts`, place].some((path) => existsSync(join(REPOSITORY, 'src', path))),
        place,
      ).toBe(true);
  });

  it('gives a reason for every dependency, and for none that is not there', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    const text = section('Dependencies, and why each');
    const packages = named(text).filter((code) => /^(@[\w-]+\/)?[a-z][\w-]*$/.test(code) && !['dist', 'devDependencies', 'fetch', 'json_yaml'].includes(code));
    expect(packages.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
  });

  it('calls bundled what the bundle holds', () => {
    const { inputs } = JSON.parse(readFileSync(join(REPOSITORY, 'dist/meta.json'), 'utf8')) as { inputs: Record<string, unknown> };
    const rows = named(section('Dependencies, and why each').split('Bundled:')[1]?.split('Considered and not used')[0] ?? '').filter((code) =>
      existsSync(join(REPOSITORY, 'node_modules', code, 'package.json')),
    );
    const parsers = ['@cursorless/tree-sitter-wasms', '@vscode/tree-sitter-wasm'];
    for (const name of rows.filter((row) => !parsers.includes(row)))
      expect(
        Object.keys(inputs).some((input) => input.includes(`node_modules/${name}/`)),
        name,
      ).toBe(true);
  });
});
