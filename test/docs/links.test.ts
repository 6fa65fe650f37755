import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/package.js';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'AGENTS.md', 'src/languages/README.md'],
  ...readdirSync(join(REPOSITORY, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
/** What stands in code is no link and no heading. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]#]/g, ' '));

describe.each(PAGES)('%s', (page) => {
  const links = [...prose(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));

  it.each(links.length > 0 ? links : ['./'])('%s leads somewhere', (target) => {
    const [path = '', anchor] = target.split('#', 2);
    const file = path === '' ? page : relative(REPOSITORY, join(REPOSITORY, dirname(page), path));
    expect(existsSync(join(REPOSITORY, file)), file).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
  });
});

describe('README.md', () => {
  const readme = textOf('README.md');

  it('opens with what it is, the picture and the two commands, then install, use, configure, script, extend', () => {
    const places = ['# ocode', 'docs/demo.svg', 'npm ci && npm run demo', 'npm test', '## Install', '## Use', '## Configure', '## Script', '## Extend'].map(
      (text) => readme.indexOf(text),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(readme.slice(0, readme.indexOf('docs/demo.svg')).split('\n').length).toBeLessThan(10);
  });

  it('proves each claim of its table with tests that exist', () => {
    const rows = readme.split('\n').filter((line) => line.startsWith('|') && line.includes(']('));
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const row of rows) {
      const proofs = [...row.matchAll(/\]\((test\/[^)#]+)\)/g)].map(([, path = '']) => path);
      expect(proofs.length, row).toBeGreaterThan(0);
      for (const proof of proofs) expect(holdsTests(proof), `${proof} holds tests`).toBe(true);
    }
  });

  it('names only commands and flags that the program has', () => {
    const help = textOf('src/cli/options.ts');
    for (const [flag] of readme.matchAll(/(?<![\w-])--[a-z][\w-]+/g)) if (!NOT_OURS.has(flag)) expect(help, flag).toContain(flag);
  });
});

/** Flags of npm, and of one subcommand. */
const NOT_OURS = new Set(['--global', '--show-origin', '--version']);

function anchorsOf(file: string): string[] {
  return [...prose(textOf(file)).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function holdsTests(path: string): boolean {
  const place = join(REPOSITORY, path);
  if (!statSync(place).isDirectory()) return /\b(it|test)(\.\w+)*\(/.test(textOf(path)) && path.endsWith('.test.ts');
  return readdirSync(place, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}
