import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import { OCodeError } from '../contract/error.js';
import type { CommandSandbox, PathGuard } from '../contract/security.js';
import { createSandbox, createSecurityManager, createWorkspace, type SecurityManager, unreadByRules } from '../security/index.js';

interface SecurityRequest {
  settings: Settings;
  places: Places;
  /** `--add-dir`. */
  addDir: readonly string[];
  /** A person can be asked. */
  interactive: boolean;
  /** `--dry-run`: no command, commit or foreign tool runs only because the mode is `full`. */
  dryRun: boolean;
  env: NodeJS.ProcessEnv;
  onNotice(text: string): void;
}

/** What stands between the model and the machine: the guard of paths, the judge, the sandbox. Throws OCodeError `usage`. */
export function composeSecurity(request: SecurityRequest): { guard: PathGuard; security: SecurityManager; sandbox: CommandSandbox } {
  const { settings, places, addDir, interactive, dryRun, env, onNotice } = request;
  const { permissions } = settings;
  const home = env.HOME ? { home: env.HOME } : {};
  const guard = createWorkspace({
    root: places.root,
    cwd: places.cwd,
    extraRoots: [...permissions.allowed_paths, ...addDir.map((folder) => existingFolder(folder, places.cwd))],
    blockedPaths: permissions.blocked_paths,
    unread: unreadByRules(permissions.rules),
    ocodeHome: places.home,
    ...home,
  });
  const security = createSecurityManager({
    guard,
    cwd: places.cwd,
    flags: permissions,
    // Read at every decision: the interactive mode changes it while it runs.
    get mode() {
      return dryRun && permissions.mode === 'full' ? 'auto-edit' : permissions.mode;
    },
    rules: permissions.rules,
    allowedCommands: permissions.allowed_commands,
    blockedCommands: permissions.blocked_commands,
    interactive,
    ...home,
  });
  return { guard, security, sandbox: createSandbox({ mode: settings.sandbox, guard, env, ...home, onNotice }) };
}

/** Throws OCodeError `usage`: a mistyped --add-dir would only show when a tool is refused. */
function existingFolder(folder: string, cwd: string): string {
  const path = resolve(cwd, folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new OCodeError('usage', `--add-dir ${folder}: there is no such folder`);
}
