import { posix } from 'node:path';
import type { CommandPlace } from './finding.js';
import type { Word } from './words.js';

/** Folders whose loss is the loss of the machine or of everything a person has. */
const SYSTEM_FOLDERS = new Set(
  '/ /bin /boot /dev /etc /home /lib /lib32 /lib64 /mnt /opt /proc /root /run /sbin /srv /sys /usr /usr/bin /usr/lib /usr/local /usr/sbin /var /var/lib /Applications /Library /System /Users /private /Volumes'.split(
    ' ',
  ),
);
const DISK = /^\/dev\/(?!null$|zero$|stdout$|stderr$|fd\/|tty$|shm(?:\/|$))/;
/** Programs that destroy what is on a disk they are given. */
const DISK_TOOLS = new Set(['shred', 'blkdiscard', 'sgdisk', 'sfdisk', 'parted', 'badblocks', 'hdparm', 'nwipe', 'cryptsetup', 'cfdisk', 'gdisk']);
/** Programs that read commands. */
export const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'mksh', 'ash', 'fish', 'csh', 'tcsh', 'rbash', 'pwsh']);
export const INTERPRETERS = /^(?:python[\d.]*|node|nodejs|deno|bun|perl|ruby|php|lua|osascript|tclsh)$/;
const DOWNLOADERS = new Set(['curl', 'wget', 'fetch', 'aria2c', 'lwp-request', 'http', 'https']);

/** Why these words are a catastrophe wherever they run, or undefined. `name` is the program without its folder. */
export function catastropheOf(name: string, args: readonly Word[], place: CommandPlace): string | undefined {
  if (/^mkfs(?:\..+)?$|^mke2fs$|^mkswap$|^wipefs$|^newfs(?:_.+)?$/.test(name) && args.some((word) => !/^-(?:-help|-version|V|h)$/.test(word.text ?? '')))
    return 'it makes a new file system over what is there';
  if (name === 'dd')
    return args.some((word) => DISK.test(word.text?.replace(/^of=/, '') ?? '') && word.text?.startsWith('of=')) ? 'it overwrites a device' : undefined;
  if (name === 'fdisk' && !args.some((word) => /^-[a-z]*l|^--list$/.test(word.text ?? '')) && args.some((word) => DISK.test(word.text ?? '')))
    return 'it overwrites a device';
  if (DISK_TOOLS.has(name) && args.some((word) => DISK.test(word.text ?? ''))) return 'it overwrites a device';
  if ((name === 'rimraf' || name === 'remove_directory') && args.some((word) => isPrecious(word, place))) return 'it removes the system or the home folder';
  if (name === 'rm' && isRecursive(args, /r/i, 'recursive') && args.some((word) => isPrecious(word, place))) return 'it removes the system or the home folder';
  if (['chmod', 'chown', 'chgrp'].includes(name) && isRecursive(args, /R/, 'recursive') && args.some((word) => isPrecious(word, place)))
    return 'it changes the rights of the whole system or home folder';
  if (name === 'mv' && args.slice(0, -1).some((word) => isPrecious(word, place))) return 'it moves the system or the home folder away';
  if (name === 'kill' && args.some((word) => word.text === '-1' || word.text === '1') && args.length > 1 && args.at(-1)?.text === '-1')
    return 'it ends every process';
  if (['setfacl', 'chattr'].includes(name) && isRecursive(args, /R/, 'recursive') && args.some((word) => isPrecious(word, place)))
    return 'it changes the rights of the whole system or home folder';
  if (name === 'tar' && args.some((word) => word.text === '--remove-files') && args.some((word) => isPrecious(word, place)))
    return 'it removes the system or the home folder';
  if (name === 'git' && cleansPrecious(args, place)) return 'it removes the system or the home folder';
  if (/^(?:bsd)?tar$/.test(name) && args.some((word) => /^-?[a-zA-Z]*c|^--create$/.test(word.text ?? '')) && args.some((word) => DISK.test(word.text ?? '')))
    return 'it overwrites a device';
  if ((name === 'fd' || name === 'fdfind') && args.some((word) => isPrecious(word, place))) {
    const at = args.findIndex((word) => /^(?:-[xX]|--exec(?:-batch)?)$/.test(word.text ?? ''));
    if (at >= 0 && /^(?:.*\/)?(?:rm|shred|unlink)$/.test(args[at + 1]?.text ?? '')) return 'it removes the system or the home folder';
  }
  if (name === 'crontab' && args.some((word) => word.text === '-r')) return 'it removes every job of the person';
  if (name === 'killall5' || (name === 'pkill' && endsAll(args))) return 'it ends every process';
  if (losesStorage(name, args)) return 'it destroys a disk, a volume or a pool';
  return endsMachine(name, args) ? 'it turns the machine off' : undefined;
}

/** `find / -delete` and `find / -exec rm`. */
export function findCatastrophe(starts: readonly Word[], deletes: boolean, commands: readonly (readonly Word[])[], place: CommandPlace): string | undefined {
  const removes = deletes || commands.some((words) => ['rm', 'shred', 'unlink'].includes(posix.basename(words[0]?.text ?? '')));
  return removes && starts.some((word) => isPrecious(word, place)) ? 'it removes the system or the home folder' : undefined;
}

/** Does this program run what it reads, given these words? Python and the like only without a program of their own. */
export function runsInput(name: string, args: readonly Word[]): boolean {
  if (!INTERPRETERS.test(name)) return runsCode(name);
  return args.every((word) => word.text === '-' || (word.text !== undefined && word.stream === true) || word.text === undefined || /^-[Bsuq]$/.test(word.text));
}

/** Shells and interpreters: what they are given is a program. */
export function runsCode(name: string): boolean {
  return runsScript(name) || INTERPRETERS.test(name);
}

/** What they are given is read as a shell reads it. */
export function runsScript(name: string): boolean {
  return SHELLS.has(name) || name === 'source' || name === '.' || name === 'eval';
}

export function isDownloader(name: string): boolean {
  return DOWNLOADERS.has(name);
}

export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** Programs that take volumes and pools apart, by the words that do. */
const STORAGE: Readonly<Record<string, RegExp>> = {
  lvremove: /./,
  vgremove: /./,
  pvremove: /./,
  flash_erase: /^\/dev\//,
  flash_eraseall: /^\/dev\//,
  zpool: /^(?:destroy|labelclear)$/,
  zfs: /^destroy$/,
  nvme: /^(?:format|sanitize|write-zeroes)$/,
  diskutil: /^(?:erase\w*|zeroDisk|randomDisk|secureErase|partitionDisk|reformat)$/i,
  mdadm: /^--(?:zero-superblock|stop)$/,
};

function losesStorage(name: string, args: readonly Word[]): boolean {
  const words = Object.hasOwn(STORAGE, name) ? STORAGE[name] : undefined;
  return (
    words !== undefined &&
    args.some((word) => words.test(word.text ?? '')) &&
    !args.some((word) => /^(?:--help|--version|-h|--test|-t|-n)$/.test(word.text ?? ''))
  );
}

/** `git clean` in a folder, or of paths, that are not only the project's. */
function cleansPrecious(args: readonly Word[], place: CommandPlace): boolean {
  if (!args.some((word) => word.text === 'clean')) return false;
  return args.some((word) => isPrecious({ text: word.text?.replace(/^--work-tree=/, '') ?? '' }, place) && word.text !== '');
}

/** `pkill` of everything, or of everything of a person: without a name, or with one that everything has. */
function endsAll(args: readonly Word[]): boolean {
  const texts = args.map((word) => word.text);
  const whose = texts.findIndex((text) => /^(?:-[uU]|--e?uid)$/.test(text ?? ''));
  const names = texts.filter((text, at) => !text?.startsWith('-') && (whose < 0 || at !== whose + 1));
  if (names.length === 0) return whose >= 0 || texts.some((text) => /^--e?uid=/.test(text ?? ''));
  return names.every((name) => /^(?:\^?\.?[*+]?\$?)$/.test(name ?? 'x'));
}

/** Unsaved work and running services go; nobody asks an assistant for that. */
function endsMachine(name: string, args: readonly Word[]): boolean {
  const first = args.find((word) => !word.text?.startsWith('-'))?.text;
  if (name === 'systemctl') return /^(?:poweroff|reboot|halt|kexec|soft-reboot|rescue|emergency)$/.test(first ?? '');
  if (name === 'init' || name === 'telinit') return /^[016]$/.test(first ?? '');
  return /^(?:reboot|poweroff|halt|shutdown)$/.test(name) && !args.some((word) => /^(?:--help|--version|-c|-w|--wtmp-only)$/.test(word.text ?? ''));
}

function isRecursive(args: readonly Word[], letter: RegExp, long: string): boolean {
  return args.some((word) => {
    const text = word.text ?? '';
    return text.startsWith('--') ? text.length > 2 && long.startsWith(text.slice(2)) : text.startsWith('-') && letter.test(text);
  });
}

/** The path itself, with a star behind it, or by a detour. */
function isPrecious(word: Word, place: CommandPlace): boolean {
  return word.text !== undefined && !word.text.startsWith('-') && isPreciousPath(word.text, place);
}

/** A disk or a part of one, as a file. */
export function isDisk(path: string): boolean {
  return DISK.test(path);
}

/** The system's folders and the home folder, with a star behind them too, or by a detour. */
export function isPreciousPath(written: string, place: CommandPlace): boolean {
  const text = written.replace(/\/(?:\*|\.\*|\{\*,\.\*\})?$/, '') || '/';
  const path = posix.resolve(place.folder ?? '/unknown', text);
  if (SYSTEM_FOLDERS.has(path)) return true;
  return place.home !== undefined && (path === place.home || isAbove(path, place.home));
}

function isAbove(path: string, home: string): boolean {
  return home.startsWith(`${path}/`) && path.split('/').length <= 2;
}
