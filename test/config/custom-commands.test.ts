import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillArguments, loadCustomCommands } from '../../src/config/custom-commands.js';
import { project } from '../support/project.js';

describe('custom commands', () => {
  it.each([
    ['Review $ARGUMENTS.', 'src a', 'Review src a.'],
    ['From $1 to $2.', 'one "two words"', 'From one to two words.'],
    ['Review.', 'src', 'Review.\n\nsrc'],
    ['Review.', '', 'Review.'],
    ['Only $1', '', 'Only'],
    ['Costs $& and $$1', 'x', 'Costs $& and $x'],
  ])('%s with %s', (text, args, filled) => {
    expect(fillArguments(text, args)).toBe(filled);
  });

  it('front matter ends at a line of dashes, not at dashes in a line', async () => {
    const text = '---\ndescription: from here---\nmodel: small\n--- \nReview.\n---\nAll of it.';
    const root = project({ 'user/a.md': text, 'user/empty.md': '---\n---\nAsk.' });
    const { commands } = await loadCustomCommands({ project: join(root, 'none'), user: join(root, 'user'), trusted: true });
    expect(commands[0]).toMatchObject({ description: 'from here---', model: 'small', text: 'Review.\n---\nAll of it.' });
    expect(commands[1]).toMatchObject({ text: 'Ask.' });
  });

  it.skipIf(process.platform === 'win32')(
    'a link is followed in the folder of the person, and told in that of a project; what is too long is told',
    async () => {
      const root = project({ 'dotfiles/mine.md': 'mine', 'secret.md': 'secret', 'user/long.md': 'x'.repeat(100_001), 'project/a.md': 'a' });
      symlinkSync(join(root, 'dotfiles', 'mine.md'), join(root, 'user', 'mine.md'));
      symlinkSync(join(root, 'secret.md'), join(root, 'project', 'theirs.md'));
      const { commands, problems } = await loadCustomCommands({ project: join(root, 'project'), user: join(root, 'user'), trusted: true });
      expect(commands.map(({ name }) => name)).toEqual(['a', 'mine']);
      expect(problems.map(({ name, why }) => [name, why])).toEqual([
        ['long', expect.stringContaining('100000 bytes')],
        ['theirs', expect.stringContaining('link')],
      ]);
    },
  );

  it('the project wins, broken ones are named, shell needs trust', async () => {
    const root = project({
      'user/review.md': 'mine',
      'user/only.md': '---\r\ndescription: d\r\nmode: plan\r\ntools: read, grep\r\n---\r\ntext\r\n',
      'project/review.md': 'theirs',
      'project/broken.md': '---\ndescription: [\n---\ntext',
      'project/open.md': '---\ndescription: x\ntext',
      'project/empty.md': '---\ndescription: x\n---\n',
      'project/shell.md': 'See !`ls`',
      'project/notes.txt': 'no command',
    });
    const folders = { project: join(root, 'project'), user: join(root, 'user') };
    const { commands, problems } = await loadCustomCommands({ ...folders, trusted: false });
    expect(commands.map(({ name, text }) => [name, text])).toEqual([
      ['only', 'text'],
      ['review', 'theirs'],
    ]);
    expect(commands[0]).toMatchObject({ description: 'd', mode: 'plan', tools: ['read', 'grep'], origin: 'user' });
    expect(problems.map((problem) => problem.name).sort()).toEqual(['broken', 'empty', 'open', 'shell']);
    expect((await loadCustomCommands({ ...folders, trusted: true })).commands.map(({ name }) => name)).toContain('shell');
  });
});
