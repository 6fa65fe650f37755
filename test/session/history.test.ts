import { expect, it } from 'vitest';
import type { Message } from '../../src/contract/message.js';
import { historyError } from '../../src/session/check-history.js';

const asks: Message = { role: 'user', text: 'do it' };
const calls = (...ids: string[]): Message => ({ role: 'assistant', text: '', calls: ids.map((id) => ({ id, name: 'ls', args: {} })) });
const result = (callId: string): Message => ({ role: 'tool', callId, name: 'ls', ok: true, text: '' });

it.each<[string, Message[]]>([
  ['nothing yet', []],
  ['an answer without calls', [asks, calls(), asks]],
  ['results in the order of their calls', [asks, calls('a', 'b'), result('a'), result('b'), calls()]],
])('%s is whole', (_, messages) => {
  expect(historyError(messages)).toBeUndefined();
});

it.each<[string, Message[], RegExp]>([
  ['a result without a call', [asks, result('a')], /message 1 .*expected none/],
  ['a result of another answer', [asks, calls('a'), result('b')], /message 2 .*of b, expected a/],
  ['results in another order', [asks, calls('a', 'b'), result('b'), result('a')], /expected a/],
  ['one result twice and another missing', [asks, calls('a', 'b'), result('b'), result('b')], /expected a/],
  ['one result too many', [asks, calls('a'), result('a'), result('a')], /expected none/],
  ['something between a call and its result', [asks, calls('a'), asks, result('a')], /message 2 comes before the result of a/],
  ['an answer between them', [asks, calls('a'), calls('b'), result('b')], /before the result of a/],
  ['a missing result', [asks, calls('a', 'b'), result('a')], /result of b is missing/],
])('%s is told', (_, messages, what) => {
  expect(historyError(messages)).toMatch(what);
});
