import type { OptionSpec, ParsedOptions } from './options.js';
import type { Word } from './words.js';

/** A program that only reads when it gets these options. Data; each row is tested with its examples. */
export interface Reader {
  options: OptionSpec;
  /** `paths`: files that are read. `text`: words that name no file. `pattern`: the first is text unless an option gave it, the rest are paths. `none`: there must be none. */
  operands: 'paths' | 'text' | 'pattern' | 'none';
  /** Options that give the pattern (or program), so that every operand is a path. */
  patternOptions?: readonly string[];
  /** No more operands than this: the next one would be written. */
  most?: number;
  /** Reads whole folders: with these options, hidden files too; `named folders`: always, without hidden files, and nobody means secrets when all is searched. */
  recursive?: readonly string[] | 'named folders';
  /** A further look at what was given; returns why it asks. */
  check?(given: ParsedOptions): string | undefined;
  allow: readonly string[];
  ask: readonly string[];
}

const CHECKSUM: Reader = {
  options: '-b -t -z --binary --text --tag --zero -a: --algorithm= -l: --length=',
  operands: 'paths',
  allow: ['NAME README.md', 'NAME -b README.md'],
  ask: ['NAME -c list.txt', 'NAME --check list.txt'],
};

/** Programs that only look at text and files. */
export const READERS: Readonly<Record<string, Reader>> = {
  ls: {
    options:
      '-a -A -b -B -c -C -d -f -F -g -G -h -i -k -l -m -n -N -o -p -q -Q -r -R -s -S -t -u -U -v -w: -x -X -Z -1 -I: -T: --all --almost-all --author --escape --block-size= --ignore-backups --color[=] --directory --classify[=] --file-type --format= --full-time --group-directories-first --no-group --human-readable --si --hide= --indicator-style= --inode --ignore= --kibibytes --numeric-uid-gid --literal --hide-control-chars --show-control-chars --quote-name --quoting-style= --reverse --recursive --size --sort= --time= --time-style= --tabsize= --width= --zero',
    operands: 'paths',
    allow: ['ls', 'ls -la src', 'ls --color=never'],
    ask: ['ls -L src', 'ls --dired'],
  },
  cat: {
    options: '-A -b -e -E -n -s -t -T -u -v --show-all --number-nonblank --show-ends --number --squeeze-blank --show-tabs --show-nonprinting',
    operands: 'paths',
    allow: ['cat README.md', 'cat -n README.md -'],
    ask: ['cat -x README.md'],
  },
  tac: { options: '-b -r -s: --before --regex --separator=', operands: 'paths', allow: ['tac README.md'], ask: ['tac --bef README.md'] },
  rev: { options: '', operands: 'paths', allow: ['rev README.md'], ask: ['rev -x README.md'] },
  head: {
    options: '-n: -c: -q -v -z -# --lines= --bytes= --quiet --silent --verbose --zero-terminated',
    operands: 'paths',
    allow: ['head -n 3 README.md', 'head -20 README.md', 'head -n -5 README.md'],
    ask: ['head --line=3 README.md'],
  },
  tail: {
    options: '-n: -c: -q -v -z -# -r --lines= --bytes= --quiet --silent --verbose --zero-terminated',
    operands: 'paths',
    allow: ['tail -n +5 README.md', 'tail -5 README.md'],
    ask: ['tail -f README.md', 'tail --follow README.md'],
  },
  wc: {
    options: '-c -m -l -L -w --bytes --chars --lines --max-line-length --words --total=',
    operands: 'paths',
    allow: ['wc -l README.md', 'wc -lwc README.md'],
    ask: ['wc --files0-from=list.txt'],
  },
  nl: {
    options: '-b: -d: -f: -h: -i: -l: -n: -p -s: -v: -w: --body-numbering= --number-format= --number-separator= --number-width=',
    operands: 'paths',
    allow: ['nl -b a README.md'],
    ask: ['nl --body=a README.md'],
  },
  stat: {
    options: '-c: -f -t -L --format= --printf= --file-system --terse --dereference',
    operands: 'paths',
    allow: ['stat README.md', "stat -c '%s' README.md"],
    ask: ['stat --cached=never README.md'],
  },
  file: {
    options:
      '-b -i -I -k -L -h -N -n -p -r -F: --brief --mime --mime-type --mime-encoding --dereference --no-dereference --no-pad --keep-going --raw --separator=',
    operands: 'paths',
    allow: ['file README.md', 'file -b --mime-type README.md'],
    ask: ['file -m evil.magic README.md', 'file -f list.txt', 'file -z README.md', 'file -C'],
  },
  du: {
    options:
      '-a -b -c -d: -h -H -k -l -m -s -S -x -0 -t: -B: --all --apparent-size --bytes --total --human-readable --max-depth= --summarize --si --separate-dirs --one-file-system --threshold= --time[=] --time-style= --exclude= --count-links --block-size= --null --inodes',
    operands: 'paths',
    allow: ['du -sh src', 'du -ah --max-depth=1'],
    ask: ['du --files0-from=list.txt', 'du -L src', 'du -X list.txt'],
  },
  df: {
    options:
      '-a -h -H -i -k -l -P -T -m -t: -x: -B: --all --human-readable --si --inodes --local --portability --print-type --total --output[=] --type= --exclude-type= --block-size=',
    operands: 'paths',
    allow: ['df -h .', 'df'],
    ask: ['df --sync'],
  },
  tree: {
    options:
      '-a -d -f -i -s -h -D -p -u -g -L: -I: -P: -C -n -F -A -S -N -Q -q -r -t -U -v -c -x -J -X --noreport --dirsfirst --filesfirst --prune --gitignore --du --si --inodes --device --ignore-case --matchdirs --metafirst --sort== --charset== --filelimit== --timefmt==',
    operands: 'paths',
    allow: ['tree -L 2', 'tree -a src'],
    ask: ['tree -o out.txt', 'tree -l', 'tree -R -H .', 'tree --fromfile list.txt'],
  },
  pwd: { options: '-L -P', operands: 'none', allow: ['pwd', 'pwd -P'], ask: ['pwd x'] },
  realpath: {
    options:
      '-e -m -L -P -q -s -z --canonicalize-existing --canonicalize-missing --logical --physical --quiet --strip --no-symlinks --zero --relative-to=@ --relative-base=@',
    operands: 'paths',
    allow: ['realpath README.md', 'realpath --relative-to=src README.md'],
    ask: ['realpath --relative README.md'],
  },
  readlink: {
    options: '-f -e -m -n -q -s -v -z --canonicalize --canonicalize-existing --canonicalize-missing --no-newline --quiet --silent --verbose --zero',
    operands: 'paths',
    allow: ['readlink -f README.md'],
    ask: ['readlink --canon README.md'],
  },
  basename: { options: '-a -s: -z --multiple --suffix= --zero', operands: 'text', allow: ['basename src/app.ts .ts'], ask: ['basename --multi a b'] },
  dirname: { options: '-z --zero', operands: 'text', allow: ['dirname /a/b/c'], ask: ['dirname -x a'] },
  cut: {
    options: '-b: -c: -d: -f: -n -s -z --bytes= --characters= --delimiter= --fields= --only-delimited --complement --output-delimiter= --zero-terminated',
    operands: 'paths',
    allow: ['cut -d / -f 2 README.md', 'cut -d, -f1 README.md'],
    ask: ['cut --out=x -f1 README.md'],
  },
  tr: {
    options: '-c -C -d -s -t --complement --delete --squeeze-repeats --truncate-set1',
    operands: 'text',
    allow: ["tr -d '\\r'", 'tr a-z A-Z'],
    ask: ['tr -x a b'],
  },
  sort: {
    options:
      '-b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z -k: -t: --ignore-leading-blanks --dictionary-order --ignore-case --general-numeric-sort --ignore-nonprinting --month-sort --human-numeric-sort --numeric-sort --random-sort --reverse --sort= --version-sort --check[=] --merge --stable --unique --zero-terminated --key= --field-separator= --parallel= --debug',
    operands: 'paths',
    allow: ['sort -rn README.md', 'sort -t, -k2,2n README.md', 'sort --unique README.md'],
    ask: [
      'sort -o out.txt README.md',
      'sort -uo out.txt README.md',
      'sort --out=x README.md',
      'sort --compress-program=./evil README.md',
      'sort -T /tmp README.md',
      'sort --files0-from=x',
    ],
  },
  uniq: {
    options:
      '-c -d -D -i -u -z -f: -s: -w: --count --repeated --all-repeated[=] --ignore-case --unique --skip-fields= --skip-chars= --check-chars= --group[=] --zero-terminated',
    operands: 'paths',
    most: 1,
    allow: ['uniq -c README.md', 'uniq'],
    ask: ['uniq README.md out.txt'],
  },
  comm: {
    options: '-1 -2 -3 -i -z --check-order --nocheck-order --output-delimiter= --total --zero-terminated',
    operands: 'paths',
    allow: ['comm -12 README.md README.md'],
    ask: ['comm --check README.md README.md'],
  },
  join: {
    options: '-1: -2: -a: -e: -i -j: -o: -t: -v: -z --header --check-order --nocheck-order --ignore-case',
    operands: 'paths',
    allow: ['join -t, README.md README.md'],
    ask: ['join --head README.md README.md'],
  },
  paste: {
    options: '-d: -s -z --delimiters= --serial --zero-terminated',
    operands: 'paths',
    allow: ['paste -d / README.md README.md'],
    ask: ['paste --del=x README.md'],
  },
  fold: { options: '-b -s -w: --bytes --spaces --width=', operands: 'paths', allow: ['fold -w 80 README.md'], ask: ['fold --wid=8 README.md'] },
  fmt: {
    options: '-c -p: -s -t -u -w: -g: --width= --split-only --uniform-spacing',
    operands: 'paths',
    allow: ['fmt -w 72 README.md'],
    ask: ['fmt --wid=8 README.md'],
  },
  expand: { options: '-i -t: --initial --tabs=', operands: 'paths', allow: ['expand -t 4 README.md'], ask: ['expand --tab=4 README.md'] },
  unexpand: { options: '-a -t: --all --first-only --tabs=', operands: 'paths', allow: ['unexpand -a README.md'], ask: ['unexpand --tab=4 README.md'] },
  column: {
    options: '-t -s: -x -c: -o: --table --separator= --output-separator= --output-width= --fillrows',
    operands: 'paths',
    allow: ['column -t -s, README.md'],
    ask: ['column --sep=x README.md'],
  },
  diff: {
    options:
      '-q -s -c -u -U: -C: -e -n -y -W: -i -E -Z -b -w -B -I: -a -r -N -t -T -d -p -F: -x: -L: --normal --brief --report-identical-files --unified[=] --context[=] --side-by-side --width= --left-column --suppress-common-lines --show-c-function --label= --expand-tabs --initial-tab --recursive --no-dereference --new-file --unidirectional-new-file --exclude= --ignore-case --ignore-tab-expansion --ignore-trailing-space --ignore-space-change --ignore-all-space --ignore-blank-lines --ignore-matching-lines= --text --strip-trailing-cr --minimal --speed-large-files --color[=] --exclude-from=@ --from-file=@ --to-file=@',
    operands: 'paths',
    recursive: ['-r', '--recursive'],
    allow: ['diff -u README.md README.md', 'diff --brief src src'],
    ask: ['diff -l README.md README.md', 'diff --paginate README.md README.md', 'diff --rec src src'],
  },
  cmp: {
    options: '-b -l -s -n: -i: --print-bytes --verbose --quiet --silent --bytes= --ignore-initial=',
    operands: 'paths',
    allow: ['cmp README.md README.md'],
    ask: ['cmp --verb README.md README.md'],
  },
  md5sum: CHECKSUM,
  sha1sum: CHECKSUM,
  sha224sum: CHECKSUM,
  sha256sum: CHECKSUM,
  sha384sum: CHECKSUM,
  sha512sum: CHECKSUM,
  b2sum: CHECKSUM,
  shasum: CHECKSUM,
  cksum: { options: '-a: --algorithm=', operands: 'paths', allow: ['cksum README.md'], ask: ['cksum -c list.txt'] },
  sum: { options: '-r -s', operands: 'paths', allow: ['sum README.md'], ask: ['sum -x README.md'] },
  xxd: {
    options: '-a -b -u -p -i -e -E -c: -g: -l: -s:',
    operands: 'paths',
    most: 1,
    check: (given) =>
      given.options.some(({ value }) => value && !/^[-+]?(?:0x)?[\da-f]+$/i.test(value.text ?? '')) ? 'a value of its options is no number' : undefined,
    allow: ['xxd README.md', 'xxd -l 64 README.md', 'xxd'],
    ask: ['xxd README.md out.hex', 'xxd -r README.md', 'xxd -ps README.md'],
  },
  hexdump: { options: '-b -c -C -d -o -x -v -n: -s:', operands: 'paths', allow: ['hexdump -C -n 128 README.md'], ask: ['hexdump -f fmt README.md'] },
  hd: { options: '-v -n: -s:', operands: 'paths', allow: ['hd -n 128 README.md'], ask: ['hd -f fmt README.md'] },
  od: {
    options: '-A: -t: -j: -N: -v -a -b -c -d -f -i -l -o -s -x --address-radix= --format= --skip-bytes= --read-bytes= --output-duplicates --width[=]',
    operands: 'paths',
    allow: ['od -c README.md', 'od -A x -t x1z README.md'],
    ask: ['od --form=x1 README.md'],
  },
  strings: {
    options: '-a -n: -t: -e: -f -o -w -# --all --bytes= --print-file-name --radix= --encoding= --include-all-whitespace',
    operands: 'paths',
    check: (given) => (given.operands.some(startsWithAt) ? 'a word with @ names a file of options' : undefined),
    allow: ['strings -n 8 README.md', 'strings -8 README.md'],
    ask: ['strings @options', 'strings -T elf README.md'],
  },
  base64: {
    options: '-d -i -w: --decode --ignore-garbage --wrap=',
    operands: 'paths',
    most: 1,
    allow: ['base64 README.md', 'base64 -w 0 README.md'],
    ask: ['base64 -o out.txt README.md'],
  },
  base32: {
    options: '-d -i -w: --decode --ignore-garbage --wrap=',
    operands: 'paths',
    most: 1,
    allow: ['base32 README.md'],
    ask: ['base32 -o out.txt README.md'],
  },
  date: {
    options: '-u -R -I[] -d: -r@ --date= --utc --universal --iso-8601[=] --rfc-3339= --rfc-email --reference=@',
    operands: 'text',
    check: (given) => (given.operands.every((word) => word.text?.startsWith('+')) && given.operands.length < 2 ? undefined : 'a word without + sets the clock'),
    allow: ['date', "date -u '+%Y/%m/%d %H:%M'", "date -d '2024-01-01' +%s", 'date -Iseconds'],
    ask: ['date -s 2020-01-01', 'date 010100002020', 'date -f list.txt', 'date --se=2020'],
  },
  cal: { options: '-1 -3 -m -s -y', operands: 'text', allow: ['cal -3', 'cal 2024'], ask: ['cal -x'] },
  uname: {
    options:
      '-a -s -n -r -v -m -p -i -o --all --kernel-name --nodename --kernel-release --kernel-version --machine --processor --hardware-platform --operating-system',
    operands: 'none',
    allow: ['uname -a', 'uname'],
    ask: ['uname x'],
  },
  arch: { options: '', operands: 'none', allow: ['arch'], ask: ['arch -x86_64 ls'] },
  nproc: { options: '--all --ignore=', operands: 'none', allow: ['nproc'], ask: ['nproc x'] },
  hostname: {
    options: '-f -s -i -I -d --fqdn --long --short --domain',
    operands: 'none',
    allow: ['hostname', 'hostname -f'],
    ask: ['hostname x', 'hostname -F file'],
  },
  whoami: { options: '', operands: 'none', allow: ['whoami'], ask: ['whoami x'] },
  logname: { options: '', operands: 'none', allow: ['logname'], ask: ['logname x'] },
  id: { options: '-u -g -G -n -r -z --user --group --groups --name --real', operands: 'text', allow: ['id', 'id -un'], ask: ['id --us'] },
  groups: { options: '', operands: 'text', allow: ['groups'], ask: ['groups -x'] },
  tty: { options: '-s --silent --quiet', operands: 'none', allow: ['tty'], ask: ['tty x'] },
  uptime: { options: '-p -s --pretty --since', operands: 'none', allow: ['uptime', 'uptime -p'], ask: ['uptime x'] },
  free: {
    options: '-b -k -m -g -h -t -w -l --bytes --kibi --mebi --gibi --human --total --wide --si',
    operands: 'none',
    allow: ['free -h'],
    ask: ['free -s 1'],
  },
  locale: { options: '-a -m', operands: 'text', allow: ['locale', 'locale -a'], ask: ['locale -x'] },
  getconf: { options: '', operands: 'text', allow: ['getconf PAGESIZE'], ask: ['getconf -v x y'] },
  which: { options: '-a -s', operands: 'text', allow: ['which -a node'], ask: ['which --read-alias ls'] },
  whereis: { options: '-b -m -s', operands: 'text', allow: ['whereis node'], ask: ['whereis -B . -f x'] },
  seq: {
    options: '-s: -w -f: -# --separator= --equal-width --format=',
    operands: 'text',
    allow: ['seq 1 5', 'seq -w 1 10', 'seq -5 5'],
    ask: ['seq --sep=x 3'],
  },
  expr: { options: '', operands: 'text', allow: ['expr 1 + 2'], ask: ['expr -x'] },
  shuf: {
    options: '-n: -i: -r -z --head-count= --input-range= --repeat --zero-terminated',
    operands: 'paths',
    allow: ['shuf -n 3 README.md'],
    ask: ['shuf -o out.txt README.md', 'shuf --out=x README.md', 'shuf --random-source=x README.md'],
  },
  printenv: {
    options: '',
    operands: 'text',
    check: (given) => (given.operands.length > 0 ? undefined : 'it prints the whole environment'),
    allow: ['printenv PATH'],
    ask: ['printenv', 'printenv -0'],
  },
  factor: { options: '', operands: 'text', allow: ['factor 12'], ask: ['factor -x 12'] },
  sleep: {
    options: '',
    operands: 'text',
    check: (given) => (given.operands.every((word) => /^\d+(?:\.\d+)?[smhd]?$/.test(word.text ?? '')) ? undefined : 'how long it waits is not known'),
    allow: ['sleep 1'],
    ask: ['sleep $x'],
  },
  numfmt: {
    options: '--from= --to= --suffix= --padding= --field= --delimiter= --header[=] --format= --round= --grouping -d: -z',
    operands: 'text',
    allow: ['numfmt --to=iec 2048'],
    ask: ['numfmt --fro=iec 1K'],
  },
  nm: {
    options: '-a -A -C -D -g -n -o -p -r -S -u -P',
    operands: 'paths',
    check: (given) => (given.operands.some(startsWithAt) ? 'a word with @ names a file of options' : undefined),
    allow: ['nm -D README.md'],
    ask: ['nm --plugin ./evil.so README.md', 'nm @options'],
  },
};

function startsWithAt(word: Word): boolean {
  return word.text === undefined || word.text.startsWith('@');
}
