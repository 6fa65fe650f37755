import type { OptionSpec, ParsedOptions } from './options.js';

/** A git subcommand that only reads with these options. Data; each row is tested with its examples. */
export interface GitReader {
  options: OptionSpec;
  /** `names`: revisions and paths. `listing`: operands only together with one of `listing`. `words`: only these first words. */
  operands: 'names' | 'none' | 'pattern' | { listing: readonly string[] } | { words: readonly string[] };
  most?: number;
  check?(given: ParsedOptions): string | undefined;
  allow: readonly string[];
  ask: readonly string[];
}

const DIFF =
  '-p -u -s -U[] -z -a -w -b -R -W -M[] -C[] -B[] -D -S: -G: -r -t -c -m --patch --no-patch --unified== --raw --patch-with-raw --stat[=] --compact-summary --numstat --shortstat --dirstat[=] --cumulative --summary --patch-with-stat --name-only --name-status --submodule[=] --color[=] --no-color --color-moved[=] --word-diff[=] --word-diff-regex== --color-words[=] --no-renames --check --full-index --binary --abbrev[=] --no-abbrev --break-rewrites[=] --find-renames[=] --find-copies[=] --find-copies-harder --irreversible-delete --diff-filter== --pickaxe-all --pickaxe-regex --relative[=] --no-relative --text --ignore-cr-at-eol --ignore-space-at-eol --ignore-space-change --ignore-all-space --ignore-blank-lines --inter-hunk-context== --function-context --exit-code --quiet --no-ext-diff --no-textconv --ignore-submodules[=] --src-prefix== --dst-prefix== --no-prefix --default-prefix --minimal --patience --histogram --diff-algorithm== --indent-heuristic --no-indent-heuristic --cc --combined-all-paths';
const LOG =
  '-# -n: -g -i -E -F -P -L: -q --oneline --graph --no-graph --decorate[=] --no-decorate --decorate-refs== --decorate-refs-exclude== --clear-decorations --all --branches[=] --tags[=] --remotes[=] --glob== --exclude== --max-count: --skip: --since: --until: --after: --before: --author: --committer: --grep: --invert-grep --all-match --merges --no-merges --min-parents== --max-parents== --first-parent --reverse --date== --format== --pretty[=] --abbrev-commit --no-abbrev-commit --follow --topo-order --date-order --author-date-order --left-right --left-only --right-only --cherry --cherry-mark --cherry-pick --no-walk[=] --walk-reflogs --simplify-by-decoration --simplify-merges --full-history --dense --sparse --ancestry-path --show-pulls --children --parents --boundary --source --notes[=] --no-notes --mailmap --use-mailmap --no-mailmap --relative-date --regexp-ignore-case --basic-regexp --extended-regexp --fixed-strings --perl-regexp --log-size --not --merge --full-diff --encoding==';

/** `%G…` and `%(signature)` make git start gpg. */
function noSignatures(given: ParsedOptions): string | undefined {
  return given.options.some(
    ({ name, value }) =>
      (name === '--format' || name === '--pretty') && (value?.text === undefined ? value !== undefined : /%[-+ ]?G|%\(\*?signature/.test(value.text)),
  )
    ? 'its format starts gpg'
    : undefined;
}

const HISTORY: Omit<GitReader, 'allow' | 'ask'> = { options: `${DIFF} ${LOG}`, operands: 'names', check: noSignatures };

export const GIT_READERS: Readonly<Record<string, GitReader>> = {
  status: {
    options:
      '-s -b -u[] -v -z --short --branch --show-stash --porcelain[=] --long --verbose --untracked-files[=] --ignored[=] --ignore-submodules[=] --ahead-behind --no-ahead-behind --renames --no-renames --column[=] --no-column',
    operands: 'names',
    allow: ['git status', 'git status -sb', 'git status --porcelain=v2'],
    ask: ['git status --sho', 'git status --exec=x'],
  },
  diff: {
    options: `${DIFF} --cached --staged --merge-base --base --ours --theirs`,
    operands: 'names',
    allow: ['git diff', "git diff -- '*.ts' ':!docs' ':(top)src'", 'git diff --cached --stat', 'git diff HEAD -- README.md', 'git diff -U10 HEAD~2 HEAD'],
    ask: [
      'git diff --ext-diff',
      'git diff --textconv',
      'git diff --output=x',
      'git diff --outp=x',
      'git diff -O order',
      'git diff --no-index README.md README.md',
    ],
  },
  log: {
    ...HISTORY,
    allow: ['git log --oneline -5', "git log --format='%h %s' -n 3", 'git log -p --follow -- README.md', 'git log --since 2.weeks'],
    ask: ['git log -L1,5:.env', "git log -p -- '*.env'", 'git log --output=x', 'git log --show-signature', "git log --format='%G?'", 'git log --ext-diff'],
  },
  show: {
    ...HISTORY,
    allow: ['git show', 'git show HEAD~2 --stat', 'git show HEAD:README.md'],
    ask: ['git show :0:.env', 'git show topic/x:.env', 'git show --output=x', 'git show --textconv HEAD', 'git show --show-signature'],
  },
  whatchanged: { ...HISTORY, allow: ['git whatchanged -3'], ask: ['git whatchanged --output=x'] },
  'rev-list': {
    ...HISTORY,
    options: `${HISTORY.options} --count --objects --no-object-names --timestamp`,
    allow: ['git rev-list --count HEAD'],
    ask: ['git rev-list --use-bitmap-index HEAD'],
  },
  'diff-tree': {
    options: `${DIFF} --root --no-commit-id --always --pretty[=] --format==`,
    operands: 'names',
    check: noSignatures,
    allow: ['git diff-tree --no-commit-id --name-only -r HEAD'],
    ask: ['git diff-tree --stdin', 'git diff-tree --ext-diff HEAD'],
  },
  'diff-index': {
    options: `${DIFF} --cached --merge-base`,
    operands: 'names',
    allow: ['git diff-index --quiet HEAD'],
    ask: ['git diff-index --output=x HEAD'],
  },
  'diff-files': { options: DIFF, operands: 'names', allow: ['git diff-files --name-only'], ask: ['git diff-files --output=x'] },
  shortlog: {
    // The last one counts: here -n and -e are flags of their own.
    options: `${LOG} -s -n -e -c -w[] --summary --numbered --email --group==`,
    operands: 'names',
    check: noSignatures,
    allow: ['git shortlog -sn HEAD', 'git shortlog -sne --all'],
    ask: ['git shortlog --output=x'],
  },
  blame: {
    options:
      '-L: -l -t -s -e -f -n -p -w -c -b -k -M[] -C[] --root --show-name --show-number --show-email --porcelain --line-porcelain --since== --date== --first-parent --abbrev== --color-lines --color-by-age --progress --no-progress --score-debug --show-stats',
    operands: 'names',
    allow: ['git blame -L 1,5 README.md', 'git blame -w HEAD -- README.md'],
    ask: ['git blame --contents /etc/passwd README.md', 'git blame -S revs README.md', 'git blame --ignore-revs-file=x README.md'],
  },
  branch: {
    options:
      '-a -r -v -i -l --all --remotes --verbose --list --show-current --contains[=] --no-contains[=] --merged[=] --no-merged[=] --points-at: --sort: --format== --column[=] --no-column --color[=] --no-color --abbrev[=] --no-abbrev --ignore-case',
    operands: { listing: ['--list', '-l', '--contains', '--no-contains', '--merged', '--no-merged', '--points-at'] },
    check: noSignatures,
    allow: ['git branch', 'git branch -a', 'git branch -vv', "git branch --list 'feature/*'", 'git branch --merged main'],
    ask: ['git branch new', 'git branch -d main', 'git branch -m a b', 'git branch -v new', 'git branch --set-upstream-to=x', 'git branch --edit-description'],
  },
  tag: {
    options:
      '-l -n[] -i --list --contains[=] --no-contains[=] --merged[=] --no-merged[=] --points-at: --sort: --format== --column[=] --no-column --color[=] --ignore-case',
    operands: { listing: ['--list', '-l', '--contains', '--no-contains', '--merged', '--no-merged', '--points-at'] },
    check: noSignatures,
    allow: ['git tag', "git tag -l 'v1.*'", 'git tag --sort=-creatordate'],
    ask: ["git tag --format='%(signature)'", 'git tag v1', 'git tag -d v1', 'git tag -a v1 -m x', 'git tag -v v1', 'git tag -n v1'],
  },
  remote: {
    options: '-v --verbose',
    operands: { words: ['get-url'] },
    allow: ['git remote', 'git remote -v', 'git remote get-url origin'],
    ask: ['git remote add x y', 'git remote show origin', 'git remote update'],
  },
  stash: {
    options: `${DIFF} ${LOG}`,
    check: noSignatures,
    operands: { words: ['list', 'show'] },
    allow: ['git stash list', 'git stash list --oneline', 'git stash show -p'],
    ask: ['git stash', 'git stash pop', 'git stash drop', 'git stash -u'],
  },
  worktree: {
    options: '-v -z --verbose --porcelain',
    operands: { words: ['list'] },
    allow: ['git worktree list --porcelain'],
    ask: ['git worktree add ../x', 'git worktree', 'git worktree prune'],
  },
  reflog: {
    options: LOG,
    operands: { words: ['show', 'HEAD', 'list'] },
    check: noSignatures,
    allow: ['git reflog', 'git reflog show -5', 'git reflog -n 5'],
    ask: ['git reflog expire --all', 'git reflog delete HEAD@{1}'],
  },
  notes: { options: '', operands: { words: ['list', 'show'] }, allow: ['git notes list'], ask: ['git notes add', 'git notes'] },
  'rev-parse': {
    options:
      '-q --show-toplevel --abbrev-ref[=] --short[=] --verify --quiet --git-dir --absolute-git-dir --git-common-dir --is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --show-prefix --show-cdup --show-superproject-working-tree --symbolic --symbolic-full-name --all --branches[=] --tags[=] --remotes[=] --not --sq --revs-only --no-revs --flags --no-flags --default: --show-object-format[=] --show-ref-format --since== --until==',
    operands: 'names',
    allow: ['git rev-parse HEAD', 'git rev-parse --abbrev-ref HEAD', 'git rev-parse --show-toplevel'],
    ask: ['git rev-parse --parseopt', 'git rev-parse --resolve-git-dir x'],
  },
  'ls-files': {
    options:
      '-c -d -m -o -i -s -u -k -t -v -f -z -x: --cached --deleted --modified --others --ignored --stage --unmerged --killed --exclude: --exclude-standard --full-name --error-unmatch --abbrev[=] --eol --deduplicate --directory --no-empty-directory --resolve-undo --format== --sparse',
    operands: 'names',
    allow: ['git ls-files', "git ls-files -co --exclude-standard '*.ts'"],
    ask: ['git ls-files -X list', 'git ls-files --exclude-from=x', 'git ls-files --with-tree=HEAD'],
  },
  'ls-tree': {
    options: '-d -r -t -l -z --long --name-only --name-status --object-only --full-name --full-tree --abbrev[=] --format==',
    operands: 'names',
    allow: ['git ls-tree -r --name-only HEAD'],
    ask: ['git ls-tree --name HEAD'],
  },
  'cat-file': {
    options: '-t -p -s -e',
    operands: 'names',
    allow: ['git cat-file -t HEAD', 'git cat-file -p HEAD:README.md'],
    ask: ['git cat-file --batch', 'git cat-file --textconv HEAD:README.md', 'git cat-file --filters HEAD:README.md'],
  },
  describe: {
    options:
      '--all --tags --contains --abbrev== --candidates== --exact-match --debug --long --match: --exclude: --always --first-parent --dirty[=] --broken[=]',
    operands: 'names',
    allow: ['git describe --tags --always'],
    ask: ['git describe --tag'],
  },
  'show-ref': {
    options: '-q -d -s --head --heads --branches --tags --dereference --hash[=] --verify --exists --abbrev[=] --quiet',
    operands: 'names',
    allow: ['git show-ref --heads'],
    ask: ['git show-ref --exclude-existing'],
  },
  'for-each-ref': {
    options:
      '--count== --sort== --format== --color[=] --points-at== --merged[=] --no-merged[=] --contains[=] --no-contains[=] --ignore-case --omit-empty --exclude==',
    operands: 'names',
    check: noSignatures,
    allow: ["git for-each-ref --format='%(refname)' refs/heads"],
    ask: ['git for-each-ref --shell', 'git for-each-ref --stdin'],
  },
  'name-rev': {
    options: '--tags --refs== --all --name-only --no-undefined --always',
    operands: 'names',
    allow: ['git name-rev --name-only HEAD'],
    ask: ['git name-rev --annotate-stdin'],
  },
  'merge-base': {
    options: '-a --all --is-ancestor --octopus --independent --fork-point',
    operands: 'names',
    allow: ['git merge-base main HEAD'],
    ask: ['git merge-base --x a b'],
  },
  'count-objects': { options: '-v -H --verbose --human-readable', operands: 'none', allow: ['git count-objects -vH'], ask: ['git count-objects x'] },
  'symbolic-ref': {
    options: '-q --quiet --short',
    operands: 'names',
    most: 1,
    allow: ['git symbolic-ref --short HEAD'],
    ask: ['git symbolic-ref HEAD refs/heads/x', 'git symbolic-ref -d HEAD'],
  },
  'check-ignore': {
    options: '-q -v -n --quiet --verbose --non-matching --no-index',
    operands: 'names',
    allow: ['git check-ignore -v README.md'],
    ask: ['git check-ignore --stdin'],
  },
  'check-attr': { options: '-a --all --cached', operands: 'names', allow: ['git check-attr -a README.md'], ask: ['git check-attr --stdin -a'] },
  cherry: { options: '-v --abbrev[=]', operands: 'names', allow: ['git cherry -v main'], ask: ['git cherry --x'] },
  version: { options: '--build-options', operands: 'none', allow: ['git version'], ask: ['git version x'] },
  grep: {
    options:
      '-# -n -i -w -l -L -c -v -a -I -h -H -o -q -E -F -G -P -p -W -z -e: -A: -B: -C: -m: --cached --text --ignore-case --word-regexp --invert-match --full-name --extended-regexp --basic-regexp --perl-regexp --fixed-strings --line-number --column --files-with-matches --name-only --files-without-match --count --all-match --quiet --max-depth: --recursive --no-recursive --color[=] --no-color --break --heading --show-function --function-context --only-matching --and --or --not --after-context: --before-context: --context: --no-textconv --max-count:',
    operands: 'pattern',
    allow: ['git grep -n TODO', "git grep -l 'a b' -- src", 'git grep -e a --and -e b'],
    ask: [
      'git grep -O x',
      'git grep --open-files-in-pager=./evil x',
      'git grep --untracked x',
      'git grep --no-index x',
      'git grep -f list',
      'git grep --textconv x',
    ],
  },
};
