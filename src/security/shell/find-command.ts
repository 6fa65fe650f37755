import type { CommandPlace, Finding } from './finding.js';
import { ALLOWED, asks, stricter } from './finding.js';
import { checkPath } from './path-check.js';
import type { Word } from './words.js';

/** Tests and actions of find that only look and print. */
const ALONE = new Set(
  '-empty -executable -readable -writable -true -false -nouser -nogroup -depth -d -mount -xdev -noleaf -daystart -prune -print -print0 -ls -not -a -and -o -or ( ) ! , -quit -ignore_readdir_race -noignore_readdir_race -warn -nowarn'.split(
    ' ',
  ),
);
const WITH_VALUE = new Set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -lname -ilname -type -xtype -size -mtime -mmin -atime -amin -ctime -cmin -maxdepth -mindepth -perm -user -group -uid -gid -links -inum -fstype -regextype -printf -used -newermt -newerat -newerct -newerBt'.split(
    ' ',
  ),
);
const WITH_PATH = new Set(['-newer', '-anewer', '-cnewer', '-samefile']);
const RUNS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

export interface FoundCommand {
  finding: Finding;
  /** Start folders as written, and what it would run on what it finds. */
  starts: readonly Word[];
  commands: Word[][];
  deletes: boolean;
}

/** Reads a whole find line. Actions ask; what they run is given back to be judged too. */
export function judgeFind(words: readonly Word[], place: CommandPlace): FoundCommand {
  const result: FoundCommand = { finding: ALLOWED, starts: [], commands: [], deletes: false };
  const worsen = (finding: Finding | undefined): void => {
    if (finding) result.finding = stricter(result.finding, finding);
  };
  let at = 1;
  while (words[at]?.text === '-P') at++;
  const from = at;
  while (at < words.length && !/^(?:-.+|[(!,])$/.test(words[at]?.text ?? '')) at++;
  result.starts = words.slice(from, at);
  for (const start of result.starts) worsen(start.text === undefined ? asks('where it searches is not known') : checkPath(start.text, 'list', place));
  if (result.starts.length === 0 && place.folder === undefined) worsen(asks('the folder it searches is not known'));

  for (; at < words.length; at++) {
    const text = words[at]?.text;
    if (text === undefined) {
      worsen(asks('an argument is not known before it runs'));
      continue;
    }
    if (ALONE.has(text)) continue;
    if (WITH_VALUE.has(text)) {
      const value = words[++at];
      if (value === undefined || (value.text === undefined && !value.single)) worsen(asks(`the value of ${text} is not known`));
    } else if (WITH_PATH.has(text)) {
      const value = words[++at];
      worsen(value?.text === undefined ? asks(`the value of ${text} is not known`) : checkPath(value.text, 'list', place));
    } else if (RUNS.has(text)) {
      const end = words.findIndex((word, index) => index > at && (word.text === ';' || (word.text === '+' && words[index - 1]?.text === '{}')));
      // A name that find puts in is not known; a script around it is judged as it stands.
      const isPutIn = ({ text }: Word): boolean => text?.includes('{}') === true && !/\s/.test(text);
      result.commands.push(
        words.slice(at + 1, end === -1 ? undefined : end).map((word) => (isPutIn(word) ? { text: undefined, prefix: '', single: true } : word)),
      );
      worsen(asks(`it runs a command on what it finds (${text})`));
      at = end === -1 ? words.length : end;
    } else {
      if (text === '-delete') result.deletes = true;
      worsen(asks(text === '-delete' ? 'it removes what it finds' : `its word ${text} is not known to be harmless`));
    }
  }
  return result;
}
