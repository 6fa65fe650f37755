import { awkReason } from './awk-program.js';
import { jqReason } from './jq-program.js';
import type { ParsedOptions } from './options.js';
import type { Reader } from './readers.js';
import { takesSecrets } from './secret-globs.js';
import { sedReason } from './sed-script.js';

const GREP: Reader = {
  options:
    '-E -F -G -P -i -v -w -x -y -c -l -L -q -s -o -n -H -h -b -T -Z -z -a -I -r -U -A: -B: -C: -m: -e: -f@ -# --extended-regexp --fixed-strings --basic-regexp --perl-regexp --ignore-case --no-ignore-case --invert-match --word-regexp --line-regexp --count --color[=] --colour[=] --files-with-matches --files-without-match --max-count= --only-matching --quiet --silent --no-messages --byte-offset --with-filename --no-filename --label= --line-number --initial-tab --null --null-data --after-context= --before-context= --context= --text --binary-files= --include= --exclude= --exclude-dir= --exclude-from=@ --recursive --line-buffered --binary --regexp= --file=@',
  operands: 'pattern',
  patternOptions: ['-e', '-f', '--regexp', '--file'],
  recursive: ['-r', '--recursive'],
  allow: ['grep -rn TODO src', 'grep -e foo -e bar README.md', "grep -n -- '-exec' README.md", 'grep -5 x README.md', "grep --include='*.ts' -r x src"],
  ask: ['grep -R x src', 'grep --dereference-recursive x src', 'grep -D read x README.md', 'grep --recurs x src', 'grep $X README.md'],
};

/** A positive glob makes ripgrep search hidden files that it matches. */
function globReason(given: ParsedOptions): string | undefined {
  for (const { name, value } of given.options) {
    if (!['-g', '--glob', '--iglob'].includes(name)) continue;
    const text = value?.text;
    if (text === undefined) return 'its glob is not known';
    if (text.startsWith('!')) continue;
    if (takesSecrets(text, { alsoOrdinary: true })) return 'its glob takes protected files in';
  }
  return undefined;
}

/** Programs that search, and the small languages whose programs are read. */
export const SEARCHERS: Readonly<Record<string, Reader>> = {
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  rg: {
    options:
      '-i -S -s -w -x -v -c -l -n -N -o -q -p -H -I -F -U -P -a -0 -b -A: -B: -C: -e: -f@ -g: -t: -T: -m: -M: -j: -r: -d: -E: --ignore-case --smart-case --case-sensitive --word-regexp --line-regexp --invert-match --count --count-matches --files-with-matches --files-without-match --line-number --no-line-number --only-matching --quiet --pretty --heading --no-heading --with-filename --no-filename --fixed-strings --multiline --multiline-dotall --pcre2 --text --null --byte-offset --after-context= --before-context= --context= --regexp= --file=@ --glob= --iglob= --type= --type-not= --max-count= --max-columns= --max-columns-preview --max-filesize= --threads= --replace= --max-depth= --encoding= --color= --colors= --files --type-list --sort= --sortr= --stats --json --vimgrep --column --no-column --trim --no-config --no-messages --passthru --crlf --no-unicode --one-file-system --context-separator= --field-match-separator=',
    operands: 'pattern',
    patternOptions: ['-e', '-f', '--regexp', '--file', '--files', '--type-list'],
    check: globReason,
    recursive: 'named folders',
    allow: ['rg TODO', "rg -g '!*.test.ts' x src", "rg -g '*.ts' x", 'rg --files', "rg -n 'a b' src"],
    ask: [
      'rg --pre ./evil x',
      'rg -z x',
      'rg -L x',
      'rg -uuu x',
      'rg --hidden x',
      "rg -g '.env' KEY",
      "rg -g '*.pem' KEY",
      'rg KEY certs',
      "rg -g '*' KEY",
      'rg --hostname-bin=./evil x',
    ],
  },
  fd: {
    options:
      '-e: -t: -d: -g -F -i -s -a -p -0 -1 --extension= --type= --max-depth= --min-depth= --exact-depth= --glob --fixed-strings --ignore-case --case-sensitive --absolute-path --full-path --print0 --color= --max-results= -E: --exclude= -S: --size= --changed-within= --changed-before=',
    operands: 'pattern',
    allow: ['fd -e ts', 'fd app src'],
    ask: ['fd -x rm', 'fd -X rm', 'fd -L app', 'fd --exec rm'],
  },
  jq: {
    options:
      '-r -c -s -n -e -S -C -M -a -j -R --raw-output --compact-output --slurp --null-input --exit-status --sort-keys --color-output --monochrome-output --ascii-output --join-output --raw-input --raw-output0 --tab --indent= --seq --stream --unbuffered --arg:: --argjson::',
    operands: 'pattern',
    check: (given) => jqReason(given.operands[0]?.text),
    allow: ["jq '.dependencies | length' package.json", 'jq -r .version package.json', "jq '.scripts.env' package.json"],
    ask: [
      'jq -f prog.jq package.json',
      "jq 'env' package.json",
      "jq '$ENV.PATH' package.json",
      'jq \'import "a" as a; .\' package.json',
      'jq -L . . package.json',
    ],
  },
  sed: {
    options: '-n -E -r -s -u -z -e: --quiet --silent --regexp-extended --separate --unbuffered --null-data --expression= --posix --sandbox',
    operands: 'pattern',
    patternOptions: ['-e', '--expression'],
    check: (given) => {
      const scripts = given.options.filter(({ name }) => name === '-e' || name === '--expression').map(({ value }) => value?.text);
      return sedReason(scripts.length > 0 ? scripts : [given.operands[0]?.text]);
    },
    allow: [
      "sed -n '1,5p' README.md",
      "sed 's/a/b/g' README.md",
      "sed -e '/x/d' -e '3q' README.md",
      "sed -n '/a/,/b/{p;n}' README.md",
      "sed ':a;N;$!ba;s/\\n/ /g' README.md",
    ],
    ask: [
      "sed -i 's/a/b/' README.md",
      "sed 's/a/b/w out' README.md",
      "sed 's/a/id/e' README.md",
      "sed '1e id' README.md",
      "sed 'w out' README.md",
      "sed 'r /etc/passwd' README.md",
      'sed -f x.sed README.md',
      "sed --in-pl 's/a/b/' README.md",
    ],
  },
  awk: {
    options: '-F: -v: --field-separator= --assign=',
    operands: 'pattern',
    check: (given) => awkReason(given.operands[0]?.text),
    allow: [
      "awk '{print $2}' README.md",
      "awk -F, 'NR==1 || /a|b/ {n++} END {print n}' README.md",
      "awk '$3 > 100' README.md",
      'awk \'{print "a > b | c"}\' README.md',
    ],
    ask: [
      'awk -f prog.awk README.md',
      'awk \'{ system("id") }\' README.md',
      'awk \'{ print > "x" }\' README.md',
      'awk \'{ print | "sh" }\' README.md',
      'awk \'BEGIN { "id" | getline }\'',
      'awk \'BEGIN { while ((getline line < "/etc/passwd") > 0) print line }\'',
      'awk \'BEGIN { ARGV[1] = "/etc/passwd" } 1\' README.md',
      'awk @x README.md',
    ],
  },
};
export const ALIASES: Readonly<Record<string, string>> = { gawk: 'awk', mawk: 'awk', nawk: 'awk', gsed: 'sed', fdfind: 'fd', ggrep: 'grep' };
