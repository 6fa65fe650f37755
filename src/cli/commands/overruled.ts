import { ADDITIVE_KEYS } from '../../config/defaults.js';
import { isOCodeError } from '../../contract/error.js';
import { loadFor } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';

/** After a value was written: says so when another layer sets another value and wins. */
export async function tellOverruled(options: RootOptions, key: string, value: unknown): Promise<void> {
  // What is wrong elsewhere is told by every other command.
  const loaded = await loadFor(options).catch((error: unknown) => {
    if (isOCodeError(error)) return undefined;
    throw error;
  });
  const winner = loaded?.loaded.origins.get(key);
  if (!winner || ADDITIVE_KEYS.has(key) || JSON.stringify(winner.value) === JSON.stringify(value)) return;
  const place = winner.file ?? (winner.origin === 'flag' ? 'a flag' : `the ${winner.origin}`);
  tell(`ocode: it has no effect here, because ${place} sets ${key} to ${JSON.stringify(winner.value)}`);
}
