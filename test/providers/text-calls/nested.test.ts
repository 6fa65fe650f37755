import { expect, it } from 'vitest';
import { readAnswer } from './read-answer.js';

const CALL = '{"name":"bash","arguments":{"command":"npm test"}}';
const TAGS = `<tool_call>\n${CALL}\n</tool_call>`;

it('a fence that is not closed, with words behind the call in it, is text', () => {
  expect(readAnswer(`\`\`\`json\n${CALL}\n`).calls).toHaveLength(1);
  expect(readAnswer(`\`\`\`json\n${CALL}\nI will look at the result.`).calls).toEqual([]);
});

it('behind a call that was only shown, another acts when the writer says that he will do it', () => {
  const shown = `For example:\n\n${TAGS}\n\n`;
  expect(readAnswer(`${shown}That is the form of it.\n\n${TAGS}`).calls).toEqual([]);
  expect(readAnswer(`${shown}I will now run the tests.\n\n${TAGS}`).calls).toHaveLength(1);
});

it('a file that holds tags of calls is written whole', () => {
  const content = 'Write it so:\n<parameter=command>\nnpm test\n</parameter>\n<parameter=cwd>\n.\n</parameter>\nand no other way.';
  const { calls } = readAnswer(
    `<tool_call>\n<function=write>\n<parameter=path>\na.md\n</parameter>\n<parameter=content>\n${content}\n</parameter>\n</function>\n</tool_call>`,
  );
  expect(calls).toEqual([expect.objectContaining({ name: 'write', args: { path: 'a.md', content } })]);
});
