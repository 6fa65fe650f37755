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
