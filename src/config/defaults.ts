import type { SettingsLayer } from './schema.js';

/** Apart from the shape: most runs read no settings file, and making the shape takes 3 ms. */

type DeepRequired<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]-?: DeepRequired<NonNullable<T[K]>> } : T;

/** What no layer sets. Keys that are absent here have no default. */
export const DEFAULTS = {
  provider: 'ollama',
  ollama_host: '127.0.0.1:11434',
  allow_cloud_models: false,
  context_window: 16384,
  max_context_files: 12,
  keep_alive: '30m',
  tool_mode: 'auto',
  output_format: 'text',
  verbose: false,
  theme: 'default',
  ignore_patterns: [],
  tool_timeout: 120,
  max_concurrent_tools: 4,
  session_cleanup_days: 30,
  permissions: {
    allow_file_read: true,
    allow_file_write: true,
    allow_shell_exec: false,
    allow_git_ops: true,
    allowed_paths: [],
    blocked_paths: [],
    allowed_commands: [],
    blocked_commands: [],
    mode: 'default',
    rules: { allow: [], ask: [], deny: [] },
  },
  mcp_servers: {},
  providers: {},
  models: {},
  tools: { enabled: [], disabled: [] },
  context: { strategy: 'auto' },
  cache: { ttl: 604_800 },
  sandbox: 'auto',
  limits: { max_turns: 50, max_tool_calls: 200, timeout: 0 },
} satisfies SettingsLayer;

/** All layers merged: what has a default is present. */
export type Settings = SettingsLayer & {
  [K in keyof typeof DEFAULTS]-?: K extends 'models' | 'context' | 'cache' | 'providers' | 'mcp_servers'
    ? NonNullable<SettingsLayer[K]>
    : DeepRequired<NonNullable<SettingsLayer[K]>>;
};

/** Settings lists that add up over the layers instead of replacing each other: nobody may loosen what another layer forbids. */
export const ADDITIVE_KEYS = new Set([
  'permissions.rules.allow',
  'permissions.rules.ask',
  'permissions.rules.deny',
  'permissions.blocked_paths',
  'permissions.blocked_commands',
  'ignore_patterns',
]);
