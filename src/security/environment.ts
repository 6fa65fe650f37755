/** The environment of commands: what is listed here, nothing else. No token, key, preload or option variable gets through. */

const ALLOWED_NAMES = new Set(
  'PATH HOME USER LOGNAME SHELL TERM COLORTERM LANG LANGUAGE TZ TMPDIR TEMP TMP NO_COLOR CLICOLOR FORCE_COLOR COLUMNS LINES CI HOSTNAME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME JAVA_HOME ANDROID_HOME GOPATH GOROOT GOCACHE GOMODCACHE CARGO_HOME RUSTUP_HOME NVM_DIR NVM_BIN FNM_DIR VOLTA_HOME PNPM_HOME BUN_INSTALL DENO_DIR PYENV_ROOT VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV RBENV_ROOT GEM_HOME DOTNET_ROOT SDKMAN_DIR HOMEBREW_PREFIX SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS SYSTEMROOT WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA USERPROFILE PROGRAMFILES PROGRAMDATA SYSTEMDRIVE HOMEDRIVE HOMEPATH GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_CEILING_DIRECTORIES GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL'.split(
    ' ',
  ),
);
/** Addresses of proxies; with a password in them they stay out. */
const PROXIES = /^(?:https?|all|no)_proxy$/i;

/** Set for every command: nothing waits for a person, nothing pages. */
const FIXED: Record<string, string> = { PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };

/** May a variable of this name be set for commands? */
export function reachesCommands(name: string): boolean {
  return ALLOWED_NAMES.has(name) || /^LC_[A-Z]+$/.test(name) || PROXIES.test(name) || Object.hasOwn(FIXED, name);
}

/** The cleaned environment. Relative folders leave PATH: the project's own programs must not stand in for the system's. */
export function cleanEnvironment(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform = process.platform): Record<string, string> {
  const windows = platform === 'win32';
  const clean: Record<string, string> = {};
  for (const [written, value] of Object.entries(env)) {
    // Windows tells no cases apart: PATH is usually written Path there.
    const name = windows ? written.toUpperCase() : written;
    if (value === undefined || value.includes('\0')) continue;
    if (ALLOWED_NAMES.has(name) || /^LC_[A-Z]+$/.test(name) || (PROXIES.test(name) && !value.includes('@'))) clean[name] = value;
  }
  return {
    ...clean,
    PATH: windows ? wholePaths(clean.PATH ?? '', ';', /^(?:[A-Za-z]:[\\/]|\\\\)/) : wholePaths(clean.PATH ?? '/usr/local/bin:/usr/bin:/bin', ':', /^\//),
    ...FIXED,
  };
}

function wholePaths(list: string, separator: string, absolute: RegExp): string {
  return list
    .split(separator)
    .filter((folder) => absolute.test(folder))
    .join(separator);
}
