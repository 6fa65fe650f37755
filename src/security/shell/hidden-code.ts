import { isPreciousPath } from './catastrophe.js';
import type { CommandPlace, Finding } from './finding.js';
import { checkProtected } from './path-check.js';

/** Functions of usual languages that remove a whole folder, with the folder as a literal. */
const REMOVES =
  /(?:rmtree|remove_tree|rm_r|rm_rf|rmSync|rmdirSync|removeSync|emptyDirSync|rimraf(?:Sync)?|remove_dir_all|remove_directory|delete-directory|deleteDirectory|(?:fs|promises|fsp|Deno)["']?\)?\.(?:rm|rmdir|remove|removeSync))(?![\w-])[\s(]*(["'`])((?:\\.|(?!\1)[^\\\n])*)\1/g;
const REMOVES_HOME =
  /(?:rmtree|remove_tree|rm_r|rm_rf|rmSync|rmdirSync|removeSync|emptyDirSync|rimraf(?:Sync)?|(?:fs|promises|fsp)["']?\)?\.(?:rm|rmdir|remove|removeSync))\s*\(\s*(?:\w+\.)*(?:homedir\(\)|expanduser\((["'])~\/?\1\)|Path\.home\(\)|Dir\.home|env\.HOME|environ\[(["'])HOME\2\]|ENV\[(["'])HOME\3\])\s*[,)]/;
const OPENS_DISK = /open\w*\s*\(?\s*(["'])\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|disk)\w*\1\s*,\s*(["'])[rwab+]*[wa+]/;

/** Loops without an end, as short pieces of code write them. */
const ENDLESS =
  /\b(?:while|until)\b[\s(]*(?:True|true|TRUE|1|!0|!1|false|False|0|not\s+False|fork(?:\(\))?)(?![\w.])|\bfor\s*\(\s*;\s*;\s*\)|\bloop\s*(?:do\b|\{)|\biter\(\s*int\s*,\s*1\s*\)|\bitertools\.(?:count|repeat|cycle)\(|\bsetInterval\(|\bredo\b/;
const FORKS =
  /(?<![/\w-])(?:\w+[.:_]+)?fork(?![\w/-])|\.fork\(\)|\bspawn\w*\(\s*process\.(?:execPath|argv)|\b(?:os\.execute|system|popen)\([^)\n]*&\s*['"]|\bsys\.executable\b[^\n]*__file__/;
/** A server that forks waits for somebody first, or for its children. */
const WAITS = /\b(?:accept|wait\w*|join|recv\w*|listen)\b/;

function forksWithoutEnd(written: string): boolean {
  const text = written.replaceAll('\\n', '\n');
  return text.length < 2_000 && ENDLESS.test(text) && FORKS.test(text) && !WAITS.test(text);
}

/** Functions of usual languages that open, read, write, copy or remove a file, with its name as a literal. */
const USES_FILE =
  /(?:\bgetline(?:\s+\w+)?\s*<|\b(?:open|openSync|fopen|Path|slurp|readfile|file|read\w*|write\w*|append\w*|load\w*|copy\w*|rename\w*|move|unlink\w*|remove|rm\w*|createReadStream|createWriteStream|file_get_contents|file_put_contents)\b\s*\(?)\s*(?:[\w$ ]+,\s*(?:["'][<>+]+["']\s*,\s*)?)?(["'`])[<>+ ]*([^"'`\s*?]{1,200})\1/g;

/** A protected file that code names in a call which uses it. */
export function protectedInCode(text: string, place: CommandPlace): Finding | undefined {
  for (const match of text.matchAll(USES_FILE)) {
    const finding = checkProtected(match[2] ?? '', place);
    if (finding) return finding;
  }
  return undefined;
}

/** Code of another language that destroys what a catastrophic command would. Undefined: nothing was seen, which proves nothing. */
export function catastropheInCode(text: string, place: CommandPlace): string | undefined {
  if (REMOVES_HOME.test(text)) return 'it removes the system or the home folder';
  for (const match of text.matchAll(REMOVES)) if (isPreciousPath(match[2] ?? '', place)) return 'it removes the system or the home folder';
  if (forksWithoutEnd(text)) return 'it starts processes without end';
  return OPENS_DISK.test(text) ? 'it overwrites a device' : undefined;
}
