import { asks, type CommandPlace, type Finding } from './finding.js';
import { checkPath } from './path-check.js';
import type { Word } from './words.js';

/** The folder of `cd`, behind `command` and `builtin` too; undefined for other commands. */
export function cdTarget(words: readonly Word[]): Word | undefined {
  let at = 0;
  while (words[at]?.text === 'command' || words[at]?.text === 'builtin') at++;
  if (words[at]?.text !== 'cd' && words[at]?.text !== 'pushd') return undefined;
  const rest = words.slice(at + 1);
  const target = rest.find((word) => word.text === undefined || word.text === '-' || !word.text.startsWith('-'));
  return target ?? { text: '~' };
}

export function judgeCd(target: Word, words: readonly Word[], place: CommandPlace): Finding {
  if (target.text === undefined || target.text === '-' || target.text === '') return asks('which folder it changes to is not known before it runs');
  const finding = target.text === '~' ? checkPath(place.home ?? '/', 'list', place) : checkPath(target.text, 'list', place);
  if (finding) return finding;
  return words[0]?.text === 'cd' && words.length === 2
    ? { verdict: 'allow', reason: 'it changes to a folder of the workspace' }
    : asks('it changes its folder in a way that is not judged');
}
