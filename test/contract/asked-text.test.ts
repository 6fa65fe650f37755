import { expect, it } from 'vitest';
import { askedText } from '../../src/contract/message.js';

it.each([
  ['a plain question', { text: 'why?' }, 'why?'],
  ['the question kept apart', { text: '<environment>\ndate: x\n</environment>\n\nwhy?', question: 'why?' }, 'why?'],
  ['an older session', { text: '<environment>\ndate: x\n</environment>\n\nwhy?' }, 'why?'],
  [
    'an older session with instructions, files and a map',
    {
      text: '<environment>\na\n</environment>\n\n<instructions file="AGENTS.md">\nb\n</instructions>\n\n<file path="a.js" lines="1-2">\nc\n</file>\n<project_map>\nd\n</project_map>\n\n\nwhy <file> so?\n</file>',
    },
    'why <file> so?\n</file>',
  ],
  ['a question that begins with a block of its own', { text: '<file path="x">\na\n</file>\n\nwhy?' }, '<file path="x">\na\n</file>\n\nwhy?'],
])('%s', (_, message, expected) => {
  expect(askedText({ role: 'user', ...message })).toBe(expected);
});
