import type { CommandPlace, Finding } from './finding.js';
import { asks } from './finding.js';
import { checkPath } from './path-check.js';
import { takesSecrets } from './secret-globs.js';
import type { Word } from './words.js';

/**
 * A revision, a path or a pathspec: whatever git could read as a path goes through the path check. `shows`: the command
 * prints contents, so that a pattern for protected files asks.
 */
export function judgeGitName(word: Word, place: CommandPlace, shows: boolean): Finding | undefined {
  const { text } = word;
  if (text === undefined) return asks('a name is not known before it runs');
  const spec = readPathspec(text);
  if (spec.excludes) return undefined;
  const from = spec.fromTop ? { ...place, folder: place.guard.root } : place;
  const finding = checkPath(spec.path, 'read', from) ?? judgeBlob(text, place);
  if (finding) return finding;
  return shows && /[*?[]/.test(spec.path) && takesSecrets(spec.path, { alsoOrdinary: false }) ? asks('its pattern takes protected files in') : undefined;
}

/** `HEAD:path`, `:0:path`, `main:./path`, `-L 1,5:path`: behind any colon may stand a path, from the top or from here. */
export function judgeBlob(text: string, place: CommandPlace): Finding | undefined {
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const path = text.slice(at + 1);
    const top = place.folder !== undefined && /^\.\.?\//.test(path) ? place.folder : place.guard.root;
    const finding = path === '' ? undefined : checkPath(path, 'read', { ...place, folder: top });
    if (finding) return finding;
  }
  return undefined;
}

interface Pathspec {
  path: string;
  excludes: boolean;
  fromTop: boolean;
}

/** The magic before a pathspec: `:(top,icase)x`, `:/x`, `:!x`, `:^x`. */
function readPathspec(text: string): Pathspec {
  const long = /^:\(([^)]*)\)(.*)$/s.exec(text);
  if (long) {
    const words = (long[1] ?? '').split(',').map((word) => word.trim());
    return { path: long[2] ?? '', excludes: words.includes('exclude'), fromTop: words.includes('top') };
  }
  const short = /^:([!^/]+):?(.*)$/s.exec(text);
  if (short) return { path: short[2] ?? '', excludes: /[!^]/.test(short[1] ?? ''), fromTop: (short[1] ?? '').includes('/') };
  return { path: text, excludes: false, fromTop: false };
}
