import { join } from 'node:path';
import type { AuthStore } from '../auth/auth-store.js';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import { createMcpManager, type McpManager, type OpenBrowser, type Sample, type TokenStore } from '../mcp/index.js';
import { cleanEnvironment } from '../security/index.js';
import type { Loaded } from './load-settings.js';
import { cliVersion } from './version.js';

export interface McpRequest {
  /** After the project's part was narrowed: what is in here is trusted. */
  settings: Pick<Settings, 'mcp_servers'>;
  /** Of a project that is not trusted: shown, never started. */
  untrustedServers: Loaded['untrustedServers'];
  places: Places;
  env: NodeJS.ProcessEnv;
  onNotice(text: string): void;
  sample?: Sample;
  openBrowser?: OpenBrowser;
}

/** The MCP servers of the settings; none is started before its first use. */
export function composeMcp({ settings, untrustedServers, places, env, onNotice, sample, openBrowser }: McpRequest): McpManager {
  return createMcpManager({
    servers: settings.mcp_servers,
    untrusted: untrustedServers,
    cwd: places.root,
    roots: [places.root],
    environment: (extra) => ({ ...cleanEnvironment(env), ...extra }),
    variables: env,
    tokens: loginStore(join(places.home, 'auth.json')),
    onNotice,
    version: cliVersion(),
    ...(sample ? { sample } : {}),
    ...(openBrowser ? { openBrowser } : {}),
  });
}

/** Logins lie beside the keys of model servers; a key there is one line of ASCII, so JSON is written as base64. */
function loginStore(file: string): TokenStore {
  let store: Promise<AuthStore> | undefined;
  // Few runs need a login; the store is made with the first.
  const open = (): Promise<AuthStore> => {
    store ??= import('../auth/auth-store.js').then((auth) => new auth.AuthStore(file));
    return store;
  };
  const address = (key: string): string => key.slice(key.indexOf(':') + 1);
  return {
    get: async (key) => {
      const saved = await (await open()).key(key, address(key));
      return saved === undefined ? undefined : Buffer.from(saved, 'base64url').toString('utf8');
    },
    set: async (key, value) => void (await (await open()).login(key, address(key), Buffer.from(value, 'utf8').toString('base64url'))),
    delete: async (key) => void (await (await open()).logout(key)),
  };
}
