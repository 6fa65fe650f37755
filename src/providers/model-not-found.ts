import { OCodeError } from '../contract/error.js';
import { nearestAll } from '../lib/nearest.js';
import type { ServerWords } from './server-error.js';

const SUGGESTIONS = 3;

/** The server does not have `model`: says which of `installed` may be meant, and how to get it. */
export function modelNotFound(model: string, installed: readonly string[], words: ServerWords, cause?: unknown): OCodeError {
  const near = nearestModels(model, installed);
  const meant = near.length > 0 ? `did you mean ${near.join(', ')}? ` : '';
  return new OCodeError('model_not_found', `the model ${JSON.stringify(model)} is not on the ${words.name} server`, {
    hint: `${meant}${words.get(model)}`,
    cause,
    details: { model, nearest: near },
  });
}

/** Same model under another tag first, then names that need few edits or hold the wanted one. */
export function nearestModels(model: string, installed: readonly string[]): string[] {
  const base = baseName(model);
  const sameBase = installed.filter((name) => baseName(name) === base);
  const similar = nearestAll(model, installed, SUGGESTIONS);
  const bySimilarBase = installed.filter((name) => nearestAll(base, [baseName(name)], 1).length > 0);
  const holding = installed.filter((name) => base.length > 2 && (name.toLowerCase().includes(base) || base.includes(baseName(name))));
  return [...new Set([...sameBase, ...similar, ...bySimilarBase, ...holding])].slice(0, SUGGESTIONS);
}

/** `host/namespace/model:tag` without all but the model. */
function baseName(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/:[^:]*$/, '').toLowerCase();
}
