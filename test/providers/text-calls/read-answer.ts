import { createTextCallReader } from '../../../src/providers/text-calls/index.js';
import { accept, isKnownName } from '../../support/case-tools.js';

export interface Answer {
  calls: { name: string; args: unknown }[];
  text: string;
  thinking: string;
  cut: boolean;
}

/** Reads a whole answer in chunks of these sizes, repeated. */
export function readAnswer(text: string, sizes: readonly number[] = [5], complete = true): Answer {
  const reader = createTextCallReader({ accept, isKnownName, newId: () => 'id' });
  const answer: Answer = { calls: [], text: '', thinking: '', cut: false };
  const add = (pieces: readonly { type: 'text' | 'thinking'; text: string }[]): void => {
    for (const piece of pieces) answer[piece.type] += piece.text;
  };
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    add(reader.push(text.slice(at, at + size)));
    at += size;
  }
  const end = reader.end(complete);
  add(end.pieces);
  answer.calls = end.calls.map(({ name, args }) => ({ name, args }));
  answer.cut = end.cut ?? false;
  return answer;
}

/** The calls in one line, such as `read{"path":"a.ts"}`. */
export function callsIn(text: string): string {
  return readAnswer(text)
    .calls.map(({ name, args }) => name + JSON.stringify(args))
    .join(' ');
}
