import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedSettings, loadSettings } from '../config/load.js';
import { findPlaces, type Places } from '../config/paths.js';
import type { SettingsLayer } from '../config/schema.js';
import { OCodeError } from '../contract/error.js';
import { createTrustStore, narrow, type TrustStore } from '../security/index.js';
import { flagSettings, type RootOptions } from './options.js';
import { wrongValue } from './wrong-value.js';

export interface Loaded {
  places: Places;
  loaded: LoadedSettings;
  /** The project has settings of its own, and they were accepted (or there are none to accept). */
  trusted: boolean;
  /** MCP servers of a project that is not trusted: shown, never started. */
  untrustedServers: NonNullable<SettingsLayer['mcp_servers']>;
}

export function trustStore(places: Places): TrustStore {
  return createTrustStore({ file: join(places.home, 'trust.json') });
}

/** Changes files of `.ocode` on a person's order: what was trusted before (or was not there) stays trusted. */
export async function changeTrusted(places: Places, change: () => Promise<void>): Promise<void> {
  const store = trustStore(places);
  const trusted = !places.inProject || store.status(places.root) === 'trusted';
  await change();
  if (trusted && existsSync(join(places.root, '.ocode'))) await store.trust(places.root);
}

function checkedFlags(options: RootOptions): SettingsLayer {
  const flags = flagSettings(options);
  const wrong = wrongValue(flags);
  if (wrong) throw new OCodeError('usage', `${wrong.path[0] === 'ollama_host' ? '--host' : `--${wrong.path[2]}`}: ${wrong.problem}`);
  return flags;
}

/** Places and settings of a command line, with what an untrusted project may not decide taken out. `--trust` accepts the project first. */
export async function loadFor(options: RootOptions, env: NodeJS.ProcessEnv = process.env): Promise<Loaded> {
  const places = findPlaces(env, options.cd);
  const store = trustStore(places);
  if (options.trust && places.inProject) await store.trust(places.root);
  const trusted = !places.inProject || store.status(places.root) === 'trusted';
  const untrustedServers: Loaded['untrustedServers'] = {};
  const narrowProject = (layer: SettingsLayer): { settings: SettingsLayer; ignored: string[] } => {
    Object.assign(untrustedServers, layer.mcp_servers);
    return narrow(layer) as { settings: SettingsLayer; ignored: string[] };
  };
  const loaded = loadSettings({
    places,
    env,
    flags: checkedFlags(options),
    check: wrongValue,
    ...(options.config === undefined ? {} : { configFile: options.config }),
    ...(trusted ? {} : { narrowProject }),
  });
  return { places, loaded, trusted, untrustedServers };
}
