import type { ReadImport } from '../language.js';

export { resolveImport } from './resolve.js';

const STRING = /(["'`])((?:(?!\1)[^\\\n]|\\.)+)\1/g;

/** One import statement, `export … from`, `require(…)` or `import(…)`. */
export function readImport(statement: string): ReadImport[] {
  const call = /^(?:require|import)\s*\(/.test(statement);
  const strings = [...statement.matchAll(STRING)];
  const attributes = /["'`]\s*(?:with|assert)\s*\{/.test(statement);
  const source = (call || attributes ? strings[0] : strings.at(-1))?.[2];
  if (source === undefined) return [];
  const names = call ? [] : namesIn(statement);
  return [{ source, ...(names.length > 0 ? { names } : {}) }];
}

/** Names as the other file calls them: `default` and `*` for the whole. */
function namesIn(statement: string): string[] {
  const clause = /^(?:import|export)\s+(?:type\s+)?([\s\S]*?)\s*\bfrom\b/.exec(statement)?.[1];
  if (clause === undefined) return [];
  const list = /\{([\s\S]*)\}/.exec(clause)?.[1] ?? '';
  const listed = list
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .split(',')
    .map(
      (item) =>
        item
          .trim()
          .replace(/^type\s+(?!as\b)/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter((name) => name !== '');
  const outside = clause.replace(/\{[\s\S]*\}/, '');
  const whole = /\*/.test(outside) ? ['*'] : [];
  const byDefault = /^[\w$]/.test(outside.trim()) && statement.startsWith('import') ? ['default'] : [];
  return [...byDefault, ...whole, ...listed];
}
