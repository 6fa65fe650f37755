import { type LoadedSettings, loadSettings } from '../config/load.js';
import { findPlaces, type Places } from '../config/paths.js';
import { flagSettings, type RootOptions } from './options.js';

/** Places and settings of a command line, with what an untrusted project may not decide taken out. */
export function loadFor(options: RootOptions, env: NodeJS.ProcessEnv = process.env): { places: Places; loaded: LoadedSettings } {
  const places = findPlaces(env, options.cd);
  const loaded = loadSettings({ places, env, flags: flagSettings(options), ...(options.config === undefined ? {} : { configFile: options.config }) });
  return { places, loaded };
}
