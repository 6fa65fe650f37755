import { basename, dirname } from 'node:path';

/**
 * Names that are protected wherever they lie in a workspace, whether they exist or not. Data, matched in lower case after
 * removing what some disks ignore (invisible characters, dots and blanks at the end of a name).
 */

export type Protection = 'secret' | 'configuration';

/** Folders: everything below them, at any depth of the workspace. */
const SECRET_FOLDERS = new Set(['.ssh', '.gnupg', '.password-store']);
/** Git's own folder (or file of a worktree), and the short name it has on Windows. */
const GIT_NAMES = new Set(['.git', 'git~1']);

/** Files that hold keys, passwords or tokens: neither read nor written. */
const SECRET_FILES = new Set([
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ecdsa_sk',
  'id_ed25519',
  'id_ed25519_sk',
  '.netrc',
  '_netrc',
  '.npmrc',
  '.pypirc',
  '.pgpass',
  '.my.cnf',
  '.git-credentials',
  '.vault-token',
  '.s3cfg',
  '.boto',
  '.bash_history',
  '.zsh_history',
  '.python_history',
  '.node_repl_history',
  '.psql_history',
  '.mysql_history',
  '.sqlite_history',
]);
const SECRET_ENDINGS = ['.pem', '.p12', '.pfx', '.ppk'];
/** Paths by their last parts. */
const SECRET_TAILS = [
  '.aws/credentials',
  '.aws/config',
  '.docker/config.json',
  '.kube/config',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.gem/credentials',
  '.config/gh/hosts.yml',
  '.config/gcloud/credentials.db',
  '.config/gcloud/application_default_credentials.json',
  '.azure/accesstokens.json',
  '.git/config',
  '.git/config.worktree',
];
/** `.env.example` and the like hold no secrets. */
const ENV_EXAMPLE = /^\.env\.(?:.+\.)?(?:example|sample|template|dist)$/;

/** Files that a shell, an editor or ocode itself runs or obeys: read, never written. */
const STARTUP_FILES = new Set([
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.bash_aliases',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
  '.zlogout',
  '.kshrc',
  '.mkshrc',
  '.cshrc',
  '.tcshrc',
  '.login',
  '.logout',
  '.inputrc',
  '.gitconfig',
]);
const CONFIGURATION_TAILS = ['.vscode/tasks.json', '.config/fish/config.fish', '.config/git/config'];
/** In `.ocode/`: what decides, what runs, and what undo and resume trust. */
const OCODE_NAMES = /^(?:settings[^/]*|plugins|hooks|commands|sessions|undo|trust\.json|auth\.json)$/;

const CERTIFICATE = /\.(?:crt|cer|cert|pem)$/;

/** Nothing that a disk would ignore, no name that begins with a dot: most paths, and then no folder of them is protected. */
const PLAIN = /^(?!\.)(?:[\w-]|\.(?![./]|$)|\/(?![./]|$))+$/;

/** What kind of protection this path (absolute, or relative to the workspace) has by its names alone. `siblings` lists the folder of a `*.key` file. */
export function protectionOf(path: string, siblings: (folder: string) => readonly string[] = () => []): Protection | undefined {
  if (PLAIN.test(path)) {
    const plain = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    if (!SECRET_FILES.has(plain) && !plain.endsWith('.key') && !hasSecretEnding(plain)) return undefined;
  }
  const parts = path.split('/').filter(Boolean).map(foldName);
  const name = parts.at(-1) ?? '';
  const folders = parts.slice(0, -1);
  const ends = (tail: string): boolean => `/${parts.join('/')}`.endsWith(`/${tail}`);

  if (folders.some((folder) => SECRET_FOLDERS.has(folder)) && !name.endsWith('.pub')) return 'secret';
  if (SECRET_FILES.has(name) || hasSecretEnding(name)) return 'secret';
  if (SECRET_TAILS.some(ends)) return 'secret';
  if (name === '.env' || (name.startsWith('.env.') && !ENV_EXAMPLE.test(name))) return 'secret';
  if (name.endsWith('.key') && siblings(dirname(path)).some((other) => other !== basename(path) && CERTIFICATE.test(other.toLowerCase()))) return 'secret';
  if (parts.some((part) => GIT_NAMES.has(part))) return 'configuration';
  if (STARTUP_FILES.has(name) || CONFIGURATION_TAILS.some(ends)) return 'configuration';
  if (parts.some((part, index) => part === '.ocode' && (index === parts.length - 1 ? false : OCODE_NAMES.test(parts[index + 1] ?? '')))) return 'configuration';
  return undefined;
}

function hasSecretEnding(name: string): boolean {
  return SECRET_ENDINGS.some((ending) => name.endsWith(ending) && name !== ending);
}

const IGNORED_BY_DISKS = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** The name as the most forgiving disk would see it. */
function foldName(name: string): string {
  if (name === '..' || name === '.') return name;
  return name
    .replace(IGNORED_BY_DISKS, '')
    .replace(/(?:[. ]|::\$data)+$/i, '')
    .toLowerCase();
}
