import { parseOptions } from './options.js';
import type { Word } from './words.js';

/**
 * Programs that run another program. `options` is their option grammar, `skip` the operands before the program.
 * `harmless`: with exactly these options the wrapper changes nothing, and only what it runs is judged.
 */
interface Wrapper {
  options: string;
  skip?: number;
  harmless?: boolean;
  /** Words NAME=value stand before the program. */
  assignments?: boolean;
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  env: { options: '', assignments: true, harmless: true },
  timeout: { options: '-k: -s: -v -f -p --foreground --preserve-status --kill-after= --signal= --verbose', skip: 1, harmless: true },
  nice: { options: '-n: -# --adjustment=', harmless: true },
  time: { options: '-p', harmless: true },
  command: { options: '', harmless: true },
  builtin: { options: '', harmless: true },
  sudo: {
    options: '-u: -g: -E -n -S -H -i -s -k -b -A -P -p: -C: -h: -r: -t: -T: -D: --user= --group= --preserve-env[=] --non-interactive --login --shell',
    assignments: true,
  },
  doas: { options: '-u: -n -s -C:' },
  nohup: { options: '' },
  setsid: { options: '-c -f -w --ctty --fork --wait' },
  stdbuf: { options: '-i: -o: -e: --input= --output= --error=' },
  ionice: { options: '-c: -n: -t -p: --class= --classdata=' },
  chrt: { options: '-b -f -i -o -r -d -a -m', skip: 1 },
  taskset: { options: '-a -c -p', skip: 1 },
  exec: { options: '-a: -c -l' },
  coproc: { options: '' },
  noglob: { options: '' },
  fakeroot: { options: '' },
  strace: { options: '-f -e: -o: -p: -s: -q -v -t -T -c -y' },
  ltrace: { options: '-f -e: -o: -p: -s: -c -S' },
  unshare: { options: '-r -n -m -p -u -U -f --fork --map-root-user' },
  chroot: { options: '', skip: 1 },
  busybox: { options: '' },
  toybox: { options: '' },
  watch: { options: '-n: -d -t -x -g -e -b -c --interval= --differences --exec' },
  parallel: { options: '-j: -k -0 --jobs=' },
  entr: { options: '-c -d -n -p -r -s -z' },
  caffeinate: { options: '-d -i -m -s -u -t: -w:' },
  'xvfb-run': { options: '-a -s: -n: -e: -f: --auto-servernum --server-args=' },
  faketime: { options: '-f', skip: 1 },
  flock: { options: '-s -x -u -n -e -o -F -w: -E:', skip: 1 },
  'systemd-run': { options: '-t -P -q -G --user --scope --pipe --wait --collect --unit= -p:' },
  bwrap: { options: '' },
  firejail: { options: '' },
  proxychains: { options: '-q -f:' },
  torsocks: { options: '' },
  unbuffer: { options: '-p' },
  rlwrap: { options: '' },
  setarch: { options: '-R', skip: 1 },
  gdb: { options: '--args -q -batch' },
  valgrind: { options: '-q --quiet --leak-check= --tool=' },
  pkexec: { options: '--user=' },
  runuser: { options: '-u:' },
  xargs: {
    options:
      '-0 -r -t -p -x -o -n: -P: -L: -I: -d: -E: -a@ -s: -i[] -l[] -e[] --null --no-run-if-empty --verbose --interactive --exit --max-args= --max-procs= --max-lines[=] --replace[=] --delimiter= --arg-file=@ --max-chars= --eof[=]',
  },
};

export interface Unwrapped {
  /** The words of the inner program; empty when there is none. */
  inner: readonly Word[];
  /** NAME=value words before it. */
  assignments: readonly string[];
  /** The wrapper itself changes nothing. */
  harmless: boolean;
  /** Its options were understood; if not, `inner` is a guess. */
  understood: boolean;
}

/** What a wrapper would run, or undefined when the program is no wrapper. */
export function unwrap(name: string, args: readonly Word[]): Unwrapped | undefined {
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (!wrapper) return undefined;
  const given = parseOptions(wrapper.options, args, { stopAtOperand: true });
  let rest = typeof given === 'string' ? args.slice(firstPlainWord(args)) : given.operands.slice(wrapper.skip ?? 0);
  const assignments: string[] = [];
  while (wrapper.assignments && rest[0]?.text !== undefined && /^[A-Za-z_]\w*=/.test(rest[0].text)) {
    assignments.push(rest[0].text);
    rest = rest.slice(1);
  }
  return { inner: rest, assignments, harmless: wrapper.harmless === true && typeof given !== 'string', understood: typeof given !== 'string' };
}

/** Options that are not understood: the first word that looks like a program. */
function firstPlainWord(args: readonly Word[]): number {
  const at = args.findIndex((word) => word.text === undefined || !/^-|^\d+[smhd]?$/.test(word.text));
  return at === -1 ? args.length : at;
}
