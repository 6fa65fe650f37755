import { cleanName } from './notation.js';

/** Whether a line that begins with `word` at `start` may be a call; `after` is the next place that is not blank. */
export function beginsCall(buffer: string, word: string, start: number, after: number, isKnownName: (name: string) => boolean): boolean {
  const next = buffer[after] ?? '';
  const known = (): boolean => isKnownName(cleanName(word.replace(/:$/, '')));
  if (/^\**actions?\**:?\**$/i.test(word)) return true;
  if (word === 'functools') return next === '[';
  if (word === 'print') return next === '(';
  if (word === 'to') return next === '=';
  if (word.startsWith('call:')) return next === '{';
  if (/^(?:assistant)?(?:commentary|analysis)?$/.test(word))
    return next === 't' ? buffer.startsWith('to=', after) : next === '<' && buffer.startsWith('<|channel|>', after);
  if (next === '(') return known();
  if (next === '<' || next === '[')
    return (
      /^(?:<[|｜]tool|<arg_key>|\[ARGS\]|\[CALL_ID\])/.test(buffer.slice(after, after + 20)) ||
      (word === 'function' && /^<[|｜]/.test(buffer.slice(after, after + 2)))
    );
  return (next === '{' || next === '`') && buffer.slice(start + word.length, after).includes('\n') && known();
}
