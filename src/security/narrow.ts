/** Settings of a project as plain data, before or after validation. */
export type PlainSettings = Record<string, unknown>;

/** Keys that change neither what may be done nor where anything is sent. Everything else of an untrusted project is ignored. */
const HARMLESS_KEYS = new Set(
  '$schema model models temperature top_p max_tokens context_window max_context_files keep_alive think tool_mode output_format verbose theme ignore_patterns tool_timeout max_concurrent_tools limits context'.split(
    ' ',
  ),
);
const HARMLESS_PERMISSIONS = new Set(['blocked_paths', 'blocked_commands']);
const FLAGS = new Set(['allow_file_read', 'allow_file_write', 'allow_shell_exec', 'allow_git_ops']);

/**
 * What of an untrusted project's settings counts: only what narrows. `ignored` names the keys left out, for the one notice.
 * Pure; does not validate.
 */
export function narrow(project: PlainSettings): { settings: PlainSettings; ignored: string[] } {
  const settings: PlainSettings = {};
  const ignored: string[] = [];
  const keep = (into: PlainSettings, key: string, value: unknown, harmless: boolean, path: string): void => {
    if (harmless) into[key] = value;
    else ignored.push(path);
  };
  for (const [key, value] of Object.entries(project)) {
    if (key === 'permissions' && isPlain(value)) settings.permissions = narrowPermissions(value, keep);
    else if (key === 'tools' && isPlain(value)) {
      const tools: PlainSettings = {};
      for (const [name, list] of Object.entries(value)) keep(tools, name, list, name === 'disabled', `tools.${name}`);
      settings.tools = tools;
    } else if (key === 'cache' && isPlain(value)) {
      const cache: PlainSettings = {};
      for (const [name, one] of Object.entries(value)) keep(cache, name, one, name === 'ttl', `cache.${name}`);
      settings.cache = cache;
    } else if (key === 'sandbox') keep(settings, key, value, value === 'required', key);
    else if (key === 'allow_cloud_models') keep(settings, key, value, value === false, key);
    else keep(settings, key, value, HARMLESS_KEYS.has(key), key);
  }
  return { settings, ignored };
}

function narrowPermissions(
  permissions: PlainSettings,
  keep: (into: PlainSettings, key: string, value: unknown, harmless: boolean, path: string) => void,
): PlainSettings {
  const result: PlainSettings = {};
  for (const [key, value] of Object.entries(permissions)) {
    const path = `permissions.${key}`;
    if (key === 'rules' && isPlain(value)) {
      const rules: PlainSettings = {};
      for (const [name, list] of Object.entries(value))
        keep(rules, name, list, name === 'ask' || name === 'deny' || (Array.isArray(list) && list.length === 0), `permissions.rules.${name}`);
      result.rules = rules;
    } else if (key === 'mode') keep(result, key, value, value === 'plan', path);
    else if (FLAGS.has(key)) keep(result, key, value, value === false, path);
    else keep(result, key, value, HARMLESS_PERMISSIONS.has(key), path);
  }
  return result;
}

function isPlain(value: unknown): value is PlainSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
