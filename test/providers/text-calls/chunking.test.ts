import { describe, expect, it } from 'vitest';
import { createTextCallReader } from '../../../src/providers/text-calls/index.js';
import { accept, isKnownName } from '../../support/case-tools.js';
import { readAnswer } from './read-answer.js';

describe('as it streams', () => {
  it.each([
    ['prose', 'The file holds three functions.'],
    ['a comparison', 'It is so when a < b and b > c, or a[0] = 1.'],
    ['code', '```ts\nconst a = { b: [1] };\nread(path="x");\n'],
    ['a list', '- one: 1\n- two: 2, and then more'],
  ])('shows %s at once', (_, text) => {
    expect(shownBeforeEnd(text)).toBe(text);
  });

  it.each([
    ['an opening tag', 'Let me look. <tool_call>\n{"name":"re', 'Let me look. '],
    ['an object', 'Let me look.\n{"name":"re', 'Let me look.\n'],
    ['a fence', 'Let me look.\n```json\n{', 'Let me look.\n'],
    ['a call', 'Let me look.\nread(path=', 'Let me look.\n'],
  ])('holds back %s', (_, text, shown) => {
    expect(shownBeforeEnd(text)).toBe(shown);
  });

  it('lets data go when it is known to be data', () => {
    const text = `${JSON.stringify({ files: ['a', 'b'] })}\n\n${'The list is complete. '.repeat(30)}`;
    expect(shownBeforeEnd(text)).toBe(text);
  });

  const words = 'The parser goes on with the next line. '.repeat(8);
  it.each([
    ['a tag that is open for long', `<function=read><path><tool_call>${words}</path>`],
    ['a word that is too long for a name', `<tool_call>\n${'x'.repeat(230)}\n\n{"a":1}\n</s>`],
    ['a name and many blank lines', `<tool_call>\nread${'\n'.repeat(300)}{"path":"a.ts"}\n</tool_call>`],
    ['a fence with a long line behind it', `\`\`\`${words}\`\`\`python\n[THINK]`],
    ['the end of a thought between words', 'The parser writes [/THINK] when it is done.'],
    ['the end of a thought far behind', `${words}[/THINK] x`],
    ['a fence with many blanks behind it', `\`\`\`${' '.repeat(300)}\n{"name":"read","arguments":{"path":"a.ts"}}\n\`\`\``],
  ])('%s is read the same in any chunks', (_, text) => {
    const whole = readAnswer(text, [1e9]);
    for (const chunks of [[1], [8, 35], [3, 40, 1]]) expect(readAnswer(text, chunks)).toEqual(whole);
  });

  it('a value that comes slowly is waited for', () => {
    expect(readAnswer(`<function=read><path><tool_call>${words}</path>`, [1]).calls).toEqual([{ name: 'read', args: { path: `<tool_call>${words}` } }]);
  });
});

function shownBeforeEnd(text: string): string {
  const reader = createTextCallReader({ accept, isKnownName, newId: () => 'id' });
  return [...text].flatMap((character) => reader.push(character).map((piece) => piece.text)).join('');
}
