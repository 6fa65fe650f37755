import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInstructions } from '../../src/session/instructions.js';
import { project } from '../support/project.js';

const load = (root: string, cwd: string, budgetTokens = 1_000, readable = (_: string): boolean => true) =>
  loadInstructions({ root, cwd: join(root, cwd), budgetTokens, readable });

it('from the root down to the working folder, AGENTS.md before OCODE.md, and nothing beside that road', () => {
  const root = project({
    'AGENTS.md': 'Root.\n',
    'OCODE.md': 'Not this.',
    'src/OCODE.md': 'Sources.',
    'src/api/AGENTS.md': 'Interface.',
    'test/AGENTS.md': 'Tests.',
    'src/api/deep/AGENTS.md': 'Deeper.',
  });
  const { text, files } = load(root, 'src/api');
  expect(text).toBe(
    '<instructions file="AGENTS.md">\nRoot.\n</instructions>\n<instructions file="src/OCODE.md">\nSources.\n</instructions>\n<instructions file="src/api/AGENTS.md">\nInterface.\n</instructions>',
  );
  expect(files.map(({ path }) => path)).toEqual(['AGENTS.md', 'src/OCODE.md', 'src/api/AGENTS.md']);
});

it('what is nearest to the working folder keeps its room', () => {
  const root = project({ 'AGENTS.md': 'Root. '.repeat(400), 'src/AGENTS.md': 'Sources. '.repeat(40) });
  const { text, files } = load(root, 'src', 120);
  expect(text).toContain('Sources. '.repeat(40).trim());
  expect(files[1]).toMatchObject({ path: 'src/AGENTS.md', tokens: 90, whole: 90 });
  expect(files[0]?.tokens).toBeLessThan(40);
  expect(files[0]?.whole).toBe(600);
});

it('a file that may not be read gives way to the next name', () => {
  const root = project({ 'AGENTS.md': 'Secret.', 'OCODE.md': 'Open.' });
  expect(load(root, '.', 1_000, (path) => !path.endsWith('AGENTS.md')).text).toContain('Open.');
});

it('a folder without instructions has none', () => {
  expect(load(project({ 'a.txt': '' }), '.')).toEqual({ text: '', files: [] });
});
