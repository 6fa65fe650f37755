import type { Stats } from 'node:fs';
import { ToolError } from '../contract/error.js';
import type { PathGuard, PathUse } from '../contract/security.js';
import { type PathRules, windowsTrick } from '../lib/path-rules.js';
import { makeVisible } from '../lib/sanitize.js';
import { namedGitFolders } from './git-folders.js';
import { globToRegExp } from './glob.js';
import { type Disk, type KernelPath, THIS_DISK, walkPath } from './kernel-path.js';
import { protectionOf } from './protected-names.js';

export interface WorkspaceOptions {
  /** The project root; need not be real. */
  root: string;
  /** Folder that relative paths start from. Default: the root. */
  cwd?: string;
  /** `--add-dir` and `permissions.allowed_paths`: folders, or single files (which may then be read although they are protected). Relative to the root, `~/` allowed. */
  extraRoots?: readonly string[];
  /** `permissions.blocked_paths`: the same forms, or globs. Neither read nor written, nor anything below. */
  blockedPaths?: readonly string[];
  /** What rules keep from being read, under any of these names: what walks folders leaves it out too. */
  unread?: ((paths: readonly string[]) => boolean) | undefined;
  home?: string;
  /** ocode's own folder: never written through tools, its keys never read. */
  ocodeHome?: string;
  /** Default: that of this machine. */
  disk?: Disk;
}

/** The kernel's own limit. */
const MAX_LENGTH = 4096;
/** Folders of the kernel: nothing in them is a file of a project, even when the workspace is `/`. */
const KERNEL_FOLDERS = ['/proc', '/sys', '/dev'];
/** Files of the home folder whose other names (hard links) are as secret as they are. */
const HOME_SECRETS = ['.ssh/id_rsa', '.ssh/id_ed25519', '.ssh/id_ecdsa', '.ssh/id_dsa', '.netrc', '.npmrc', '.aws/credentials', '.git-credentials', '.pgpass'];

/** The guard of a workspace (SPEC part 6, Paths). Cheap to make; touches the disk when it is asked. */
export function createWorkspace(options: WorkspaceOptions): PathGuard {
  return new Workspace(options);
}

class Workspace implements PathGuard {
  readonly root: string;
  readonly roots: readonly string[];
  private readonly cwd: string;
  private readonly blocked: readonly string[];
  private readonly blockedGlobs: readonly RegExp[];
  private readonly gitFolders: readonly string[];
  private readonly home: string | undefined;
  private readonly ocodeHome: string | undefined;
  private readonly unread: WorkspaceOptions['unread'];
  private readonly disk: Disk;
  private readonly paths: PathRules;

  constructor(options: WorkspaceOptions) {
    this.disk = options.disk ?? THIS_DISK;
    this.paths = this.disk.paths;
    const real = (path: string, from: string): string =>
      walkPath(expandHome(path, options.home, this.paths), from, this.disk)?.real ?? this.paths.resolve(from, path);
    this.root = real(options.root, options.root);
    this.cwd = real(options.cwd ?? this.root, this.root);
    this.roots = [this.root, ...new Set((options.extraRoots ?? []).map((path) => real(path, this.root)))];
    const isGlob = (path: string): boolean => /[*?{]/.test(path);
    const blocked = options.blockedPaths ?? [];
    this.blocked = blocked.filter((path) => !isGlob(path)).map((path) => real(path, this.root));
    this.blockedGlobs = blocked
      .filter(isGlob)
      .map((path) => globToRegExp(this.paths.portable(expandHome(path, options.home, this.paths)).replace(/^\.\//, ''), { ignoreCase: true }));
    this.gitFolders = [...namedGitFolders(this.root), ...(this.cwd === this.root ? [] : namedGitFolders(this.cwd))];
    this.home = options.home && real(options.home, this.root);
    this.unread = options.unread;
    this.ocodeHome = options.ocodeHome && real(options.ocodeHome, this.root);
  }

  resolve(path: string, use: PathUse, cwd = this.cwd): string {
    if (path === '') throw new ToolError('denied', 'The path is empty. Name a file or folder of the workspace.');
    if (path.includes('\0')) throw new ToolError('denied', `${show(path)} has a NUL character in it, which no file name can have.`);
    if (path.length > MAX_LENGTH) throw new ToolError('denied', `The path is too long (${path.length} characters).`);
    const trick = this.paths.windows ? windowsTrick(path) : undefined;
    if (trick) throw new ToolError('denied', `${show(path)} is no plain path: ${trick}.`);
    const found = walkPath(expandHome(path, this.home, this.paths), cwd, this.disk);
    if (!found) throw new ToolError('denied', `${show(path)} is a loop of symbolic links.`);
    const target = use === 'delete' ? found.entry : found.real;
    this.mustBeInside(path, target);
    this.mustNotBeProtected(path, found, use);
    this.mustBeOrdinary(path, found, use);
    return target;
  }

  readable(absolutePath: string): boolean {
    try {
      if (this.unread?.([this.display(absolutePath), absolutePath])) return false;
      const stats = this.disk.lstat(absolutePath);
      const ordinary = stats === undefined || stats.isDirectory() || (stats.isFile() && stats.nlink === 1);
      if (ordinary && this.isFolderChecked(this.paths.dirname(absolutePath))) {
        return !this.isBlocked(absolutePath) && (this.protection(absolutePath) !== 'secret' || this.roots.includes(absolutePath));
      }
      this.resolve(absolutePath, 'read');
      return true;
    } catch {
      return false;
    }
  }

  display(absolutePath: string): string {
    if (!this.paths.isWithin(absolutePath, this.root)) return this.paths.portable(absolutePath);
    return this.paths.portable(this.paths.relative(this.root, absolutePath)) || '.';
  }

  private mustBeInside(path: string, target: string): void {
    const kernel = KERNEL_FOLDERS.find((folder) => this.paths.isWithin(target, folder));
    if (kernel) throw new ToolError('denied', `${show(path)} is in ${kernel}: devices and files of the kernel are never read or written.`);
    if (!this.roots.some((root) => this.paths.isWithin(target, root))) {
      throw new ToolError(
        'outside_workspace',
        `${show(path)} is outside the workspace ${this.root}${target === path ? '' : ` (it leads to ${show(target)})`}. Use a path inside it; only the user can add a folder, with --add-dir or permissions.allowed_paths.`,
      );
    }
    if (this.isBlocked(target)) throw new ToolError('denied', `${show(path)} is blocked by permissions.blocked_paths in the settings.`);
  }

  private mustNotBeProtected(path: string, found: KernelPath, use: PathUse): void {
    // Both names: a link called .git is as protected as what it leads to.
    for (const name of new Set([found.real, found.entry])) {
      const protection = this.protection(name);
      if (protection === 'secret' && (use === 'write' || use === 'delete' || !this.roots.includes(name))) {
        throw new ToolError(
          'denied',
          `${show(path)} is protected: files of this name hold keys or passwords. Ask the user for what you need; to let it be read, the user can name exactly this file in permissions.allowed_paths of their own settings.`,
        );
      }
      if (protection && (use === 'write' || use === 'delete')) {
        throw new ToolError(
          'denied',
          `${show(path)} is protected: git, shells, editors or ocode itself obey it, so tools never change it. Tell the user what to change there.`,
        );
      }
    }
  }

  private mustBeOrdinary(path: string, found: KernelPath, use: PathUse): void {
    if (use === 'delete' && found.finalLink) return;
    if (use === 'write' && found.finalLink) {
      throw new ToolError('denied', `${show(path)} is a symbolic link. Write to the file it leads to: ${show(this.display(found.real))}.`);
    }
    const stats = found.stats;
    if (!stats || stats.isFile() || stats.isDirectory()) {
      if (stats?.isFile() && stats.nlink > 1 && (use === 'write' || !this.roots.includes(found.real))) this.mustNotShareSecrets(path, stats, use);
      return;
    }
    throw new ToolError('denied', `${show(path)} is a pipe, socket or device, not a file.`);
  }

  /** A hard link is another name of a file that may lie anywhere. */
  private mustNotShareSecrets(path: string, stats: Stats, use: PathUse): void {
    if (use === 'write') {
      throw new ToolError(
        'denied',
        `${show(path)} is a hard link: the same file has ${stats.nlink - 1} other name(s), perhaps outside the workspace. Write a new file instead.`,
      );
    }
    if (use !== 'delete' && this.secretFiles().some((secret) => secret.ino === stats.ino && secret.dev === stats.dev)) {
      throw new ToolError('denied', `${show(path)} is another name of a protected file.`);
    }
  }

  private protection(absolutePath: string): ReturnType<typeof protectionOf> {
    if (this.ocodeHome && this.paths.isWithin(absolutePath, this.ocodeHome))
      return /(?:auth|credentials)[^\\/]*$/.test(absolutePath) ? 'secret' : 'configuration';
    if (this.gitFolders.some((folder) => this.paths.isWithin(absolutePath, folder))) return 'configuration';
    // Names above the workspace say nothing about it: a project may live in a folder called .git-something or .ssh.
    const root = this.roots.find((folder) => this.paths.isWithin(absolutePath, folder)) ?? '/';
    const below = this.paths.portable(this.paths.relative(root, absolutePath));
    return protectionOf(below === '' ? (this.paths.namesOf(absolutePath).at(-1) ?? '') : below, (folder) => this.disk.list(this.paths.join(root, folder)));
  }

  private isBlocked(absolutePath: string): boolean {
    if (this.blocked.some((folder) => this.paths.isWithin(absolutePath, folder))) return true;
    if (this.blockedGlobs.length === 0) return false;
    // The path itself and every folder above it, as written from the root and in full.
    for (let at = absolutePath; at !== this.paths.dirname(at); at = this.paths.dirname(at)) {
      const names = [at, this.paths.relative(this.root, at)].map(this.paths.portable);
      if (this.blockedGlobs.some((glob) => names.some((name) => glob.test(name)))) return true;
    }
    return false;
  }

  private readonly checkedFolders = new Map<string, { real: boolean; until: number }>();
  /** Is this folder its own real path inside the workspace? Remembered for a second, for walks over many files. */
  private isFolderChecked(folder: string): boolean {
    const now = Date.now();
    const known = this.checkedFolders.get(folder);
    if (known && known.until > now) return known.real;
    const real =
      walkPath(folder, this.root, this.disk)?.real === folder &&
      this.roots.some((root) => this.paths.isWithin(folder, root)) &&
      !KERNEL_FOLDERS.some((kernel) => this.paths.isWithin(folder, kernel));
    if (this.checkedFolders.size > 10_000) this.checkedFolders.clear();
    this.checkedFolders.set(folder, { real, until: now + 1000 });
    return real;
  }

  private knownSecrets: { files: Stats[]; until: number } | undefined;
  /** Protected files that a hard link could be another name of: those of the root and the well-known ones at home. Remembered for a second. */
  private secretFiles(): Stats[] {
    const now = Date.now();
    if (!this.knownSecrets || this.knownSecrets.until <= now) this.knownSecrets = { files: this.findSecretFiles(), until: now + 1000 };
    return this.knownSecrets.files;
  }

  private findSecretFiles(): Stats[] {
    const inRoot = this.disk.list(this.root).filter((name) => protectionOf(name) === 'secret');
    const files = [
      ...inRoot.map((name) => this.paths.join(this.root, name)),
      ...(this.home ? HOME_SECRETS.map((name) => this.paths.join(this.home ?? '', name)) : []),
    ];
    return files.flatMap((file) => this.disk.lstat(file) ?? []);
  }
}

/** `~` alone and `~/…`; other users' folders are ordinary names for a file tool. */
function expandHome(path: string, home: string | undefined, { windows }: PathRules): string {
  return home && (path === '~' || (windows ? /^~[\\/]/ : /^~\//).test(path)) ? home + path.slice(1) : path;
}

function show(path: string): string {
  return `"${makeVisible(path).replaceAll('\n', '\\n')}"`;
}
