/** The kind of file, by its name; JSON with comments is read wherever JSON is. */
export type DataFormat = 'json' | 'yaml';

export function formatOf(path: string): DataFormat | undefined {
  if (/\.(ya?ml|clang-format|clang-tidy)$/i.test(path)) return 'yaml';
  if (/\.(jsonc?|json5|geojson|webmanifest|ipynb|code-workspace|jsonl?d?|map|har|babelrc|eslintrc|prettierrc)$/i.test(path)) return 'json';
  return undefined;
}

/** Unknown names: what begins like JSON is JSON. */
export function guessFormat(path: string, text: string): DataFormat {
  return formatOf(path) ?? (/^\s*(?:[[{"]|\/\/|\/\*)/.test(text) ? 'json' : 'yaml');
}

/**
 * The value a call means. Models often write `"8080"` for a number: a string becomes what it spells when that is an
 * object or array, or of the same type as the value it replaces.
 */
export function intended(value: unknown, old: unknown): unknown {
  if (typeof value !== 'string') return value;
  let spelled: unknown;
  try {
    spelled = JSON.parse(value);
  } catch {
    return value;
  }
  if (typeof spelled === 'object' && spelled !== null) return typeof old === 'string' ? value : spelled;
  return old !== undefined && old !== null && typeof old !== 'string' && typeof spelled === typeof old ? spelled : value;
}

/** A step of a path: a key or an index. */
export type Step = string | number;

export function showPath(steps: readonly Step[]): string {
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`)).join('')}`;
}

export function valueAt(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<Step, unknown>)[step];
  }
  return value;
}

/** Spaces of one level as the file has it. */
export function indentOf(text: string): { tabs: boolean; size: number } {
  const first = /^([\t ]+)\S/m.exec(text)?.[1] ?? '  ';
  return first.startsWith('\t') ? { tabs: true, size: 1 } : { tabs: false, size: first.length };
}
