import { OCodeError } from '../contract/error.js';
import { parseDuration } from '../lib/duration.js';
import { allowedAt, shapeAt } from './keys.js';
import type { SettingsLayer } from './schema.js';

/** Environment variables and the settings they set. A `.env` file is never read. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  OCODE_MODEL: 'model',
  OCODE_TEMPERATURE: 'temperature',
  OCODE_TOP_P: 'top_p',
  OCODE_MAX_TOKENS: 'max_tokens',
  OCODE_CONTEXT_WINDOW: 'context_window',
  OCODE_MAX_CONTEXT_FILES: 'max_context_files',
  OCODE_OUTPUT_FORMAT: 'output_format',
  OCODE_VERBOSE: 'verbose',
  OCODE_TIMEOUT: 'limits.timeout',
  OLLAMA_HOST: 'ollama_host',
};

const TEXTS = new Set(['model', 'ollama_host']);

/** The layer that the environment makes. Empty variables count as not set. Throws OCodeError `config` with the variable's name. */
export function environmentLayer(env: NodeJS.ProcessEnv): SettingsLayer {
  const layer: Record<string, unknown> = {};
  for (const [variable, key] of Object.entries(ENVIRONMENT)) {
    const text = env[variable]?.trim();
    if (text) setKey(layer, key, environmentValue(variable, key, text));
  }
  return layer as SettingsLayer;
}

function environmentValue(variable: string, key: string, text: string): unknown {
  if (key === 'limits.timeout') {
    const seconds = parseDuration(text);
    if (seconds === undefined) throw environmentError(variable, text, 'a duration such as 30s, 5m or 1h');
    return seconds;
  }
  // The commonest need no look at the shape of all settings.
  const shape = TEXTS.has(key) ? undefined : shapeAt(key);
  if (!shape) return text;
  const checked = [parseValue(text), asSwitch(text), text].map((value) => shape.safeParse(value)).find((tried) => tried.success);
  if (!checked?.success) throw environmentError(variable, text, allowedAt(key));
  return checked.data;
}

function environmentError(variable: string, text: string, allowed: string): OCodeError {
  return new OCodeError('config', `environment variable ${variable} is "${text}", but must be ${allowed}`, {
    hint: `unset ${variable} or give it such a value`,
  });
}

/** `1` and `0` where a boolean is wanted. */
export function asSwitch(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

/** JSON when it is JSON, `yes/no/on/off` as booleans, else the text itself. */
export function parseValue(text: string): unknown {
  if (/^(yes|on|true)$/i.test(text)) return true;
  if (/^(no|off|false)$/i.test(text)) return false;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Sets a dotted key, making objects on the way. */
export function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  const parts = key.split('.');
  const last = parts.pop() ?? key;
  let place = target;
  for (const part of parts) {
    const next = Object.hasOwn(place, part) ? place[part] : undefined;
    const inner = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Record<string, unknown>) : {};
    place[part] = inner;
    place = inner;
  }
  place[last] = value;
}
