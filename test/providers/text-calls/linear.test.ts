import { expect, it } from 'vitest';
import { readAnswer } from './read-answer.js';

/** Hostile markup: four times the text may take about four times the work, where a quadratic reader takes sixteen times (and far more than 20 ms). */
const HOSTILE: Record<string, string> = {
  'empty fences': '~~~\n',
  'wrappers without an end': '<tool_call>',
  'a line of markers': 'read[ARGS]',
  'a line of escapes': '<escape>',
  'calls and prose': '<tool_call>{"name":"read","arguments":{"path":"a"}}</tool_call>\nThe next.\n',
  'a line of blanks': ' ',
  'parameters that do not end': '<function=read><parameter=path>',
  'open objects': '{"name":"read","arguments":{"path":"',
};

it.each(Object.entries(HOSTILE))(
  '%s',
  (_, piece) => {
    const [small, large] = [100_000, 400_000].map((size) => piece.repeat(Math.floor(size / piece.length)));
    for (const chunk of [20, 1_000_000]) expect(least(large ?? '', chunk) / Math.max(20, least(small ?? '', chunk))).toBeLessThan(11);
  },
  60_000,
);

/** Milliseconds of the processor for the cheapest of three reads: what else runs on the machine does not count. */
function least(text: string, chunk: number): number {
  const times = [0, 1, 2].map(() => {
    const start = process.cpuUsage();
    readAnswer(text, [chunk]);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
