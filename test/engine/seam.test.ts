import { describe, expect, it } from 'vitest';
import { Seam } from '../../src/engine/seam.js';

const join = (before: string, ...chunks: string[]): string => {
  const seam = new Seam(before);
  return before + chunks.map((chunk) => seam.push(chunk)).join('') + seam.end();
};

describe('the seam between a cut text and its continuation', () => {
  it.each([
    ['goes on in a new word', 'The quick brown fox ', ['jumps.'], 'The quick brown fox jumps.'],
    ['goes on inside a word', 'only the beginn', ['ing of it'], 'only the beginning of it'],
    ['repeats the last word', 'The quick brown fox ', ['fox jumps.'], 'The quick brown fox jumps.'],
    ['repeats the last line', 'one\ntwo and three', ['two and', ' three, four'], 'one\ntwo and three, four'],
    ['repeats everything', 'All of it. ', ['All of it. ', 'And more.'], 'All of it. And more.'],
    ['repeats the beginning of a cut word', 'we saw the', ['then we left'], 'we saw then we left'],
    ['comes in single characters', 'a b fox ', [...'fox jumps'], 'a b fox jumps'],
    ['is empty', 'text', [], 'text'],
  ])('%s', (_, before, chunks, whole) => {
    expect(join(before, ...chunks)).toBe(whole);
  });
});
