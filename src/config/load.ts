import { resolve } from 'node:path';
import { OCodeError } from '../contract/error.js';
import { ADDITIVE_KEYS, DEFAULTS, type Settings } from './defaults.js';
import { ENVIRONMENT, environmentLayer } from './environment.js';
import { type Places, settingsFiles } from './paths.js';
import { keyOf, type Layer, readLayer, type ValueCheck } from './read-layer.js';
import type { SettingsLayer } from './schema.js';

interface Origin {
  value: unknown;
  origin: Layer['origin'];
  file?: string;
}

export interface LoadedSettings {
  settings: Settings;
  /** Every leaf that is set, dotted, with the layer it came from. */
  origins: Map<string, Origin>;
  warnings: string[];
}

export interface LoadOptions {
  places: Places;
  env: NodeJS.ProcessEnv;
  flags: SettingsLayer;
  /** --config: read instead of the user's file. */
  configFile?: string;
  /** Finds values that mean nothing although their type is right. */
  check?: ValueCheck;
  /** Takes out of a project's settings what an untrusted project may not decide; names what it took. */
  narrowProject?: (layer: SettingsLayer) => { settings: SettingsLayer; ignored: string[] };
}

/** Merges defaults < user < project < local < environment < flags; each layer was validated where it was read. Throws OCodeError `config`. */
export function loadSettings(options: LoadOptions): LoadedSettings {
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const files = settingsFiles(options.places);
  const project = options.places.inProject
    ? [readLayer(files.project, 'project', warn, options.check), readLayer(files.local, 'local', warn, options.check)]
    : [];
  const layers: Array<Layer | undefined> = [
    { origin: 'default', values: DEFAULTS },
    readUserLayer(options, files.user, warn),
    ...narrow(project, options.narrowProject, warn),
    { origin: 'environment', values: checkedEnvironment(options) },
    { origin: 'flag', values: options.flags },
  ];
  const merged: Record<string, unknown> = {};
  const origins = new Map<string, Origin>();
  for (const layer of layers) if (layer) mergeInto(merged, layer.values, layer, origins, '');
  return { settings: merged as Settings, origins, warnings };
}

function checkedEnvironment({ env, check }: LoadOptions): SettingsLayer {
  const layer = environmentLayer(env);
  const wrong = check?.(layer);
  if (!wrong) return layer;
  const variable = Object.entries(ENVIRONMENT).find(([, key]) => key === keyOf(wrong))?.[0];
  throw new OCodeError('config', `environment variable ${variable}: ${wrong.problem}`, { hint: `unset ${variable} or mend it` });
}

function readUserLayer(options: LoadOptions, userFile: string, warn: (text: string) => void): Layer | undefined {
  if (options.configFile === undefined) return readLayer(userFile, 'user', warn, options.check);
  const file = resolve(options.places.cwd, options.configFile);
  const layer = readLayer(file, 'user', warn, options.check);
  if (!layer) throw new OCodeError('config', `--config ${options.configFile}: there is no such file`, { hint: 'name a JSON file with settings' });
  return layer;
}

function narrow(layers: Array<Layer | undefined>, narrowProject: LoadOptions['narrowProject'], warn: (text: string) => void): Array<Layer | undefined> {
  if (!narrowProject) return layers;
  const ignored = new Set<string>();
  const narrowed = layers.map((layer) => {
    if (!layer) return undefined;
    const result = narrowProject(layer.values);
    for (const key of result.ignored) ignored.add(key);
    return { ...layer, values: result.settings };
  });
  if (ignored.size > 0) {
    warn(`this folder is not trusted, so its settings ${[...ignored].join(', ')} are ignored; look at .ocode/ and run \`ocode trust\` to accept them`);
  }
  return narrowed;
}

function mergeInto(target: Record<string, unknown>, values: object, layer: Layer, origins: Map<string, Origin>, prefix: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || name === '$schema') continue;
    const key = prefix ? `${prefix}.${name}` : name;
    if (isPlainObject(value)) {
      const inner = isPlainObject(target[name]) ? target[name] : {};
      target[name] = inner;
      mergeInto(inner, value, layer, origins, key);
      continue;
    }
    const before = target[name];
    target[name] = ADDITIVE_KEYS.has(key) && Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])] : value;
    origins.set(key, { value: target[name], origin: layer.origin, ...(layer.file ? { file: layer.file } : {}) });
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
