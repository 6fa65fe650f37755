import type { ImportWorld } from '../language.js';

export type Settings = Record<string, unknown>;

/** package.json or tsconfig.json as an object; comments and trailing commas are accepted, what does not parse is `undefined`. */
export function readSettings(path: string, world: ImportWorld): Settings | undefined {
  return world.memo(`json:${path}`, () => {
    const text = world.text(path);
    if (text === undefined) return undefined;
    try {
      return asSettings(JSON.parse(withoutComments(text)));
    } catch {
      return undefined;
    }
  });
}

export function asSettings(value: unknown): Settings | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : undefined;
}

function withoutComments(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\]|\\.)*")|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (_all, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_all, string: string | undefined) => string ?? '');
}
