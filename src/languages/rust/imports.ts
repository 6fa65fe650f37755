import type { ReadImport } from '../language.js';

/**
 * `use a::{b, c::D as E};` gives `a::b` and `a::c::D`; `mod x;` gives `self::x`. Inside a module written in the file
 * (`inner`), `super` is the file itself.
 */
export function readImport(statement: string, inner = false): ReadImport[] {
  const text = statement.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const module = /\bmod\s+(?:r#)?(\w+)\s*;$/.exec(text)?.[1];
  if (module !== undefined) return [{ source: `self::${module}` }];
  const tree = /\buse\s+([\s\S]*?);?\s*$/.exec(text)?.[1];
  if (tree === undefined) return [];
  const paths = leaves(tree.replace(/\s+/g, ' ').trim(), '').filter((path) => path !== '');
  const outside = inner ? paths.filter((path) => /^(?!self\b|super\b(?!::super))/.test(path)).map((path) => path.replace(/^super::(?=super\b)/, '')) : paths;
  return outside.map((source) => ({ source }));
}

function leaves(tree: string, prefix: string): string[] {
  const brace = tree.indexOf('{');
  if (brace < 0)
    return [
      prefix +
        tree
          .replace(/ as \w+$/, '')
          .replace(/ /g, '')
          .replace(/^::/, ''),
    ];
  const head = prefix + tree.slice(0, brace).replace(/ /g, '').replace(/^::/, '');
  const close = tree.lastIndexOf('}');
  return splitTop(tree.slice(brace + 1, close < brace ? undefined : close)).flatMap((item) =>
    item === 'self' || item.startsWith('self as') ? [head.replace(/::$/, '')] : leaves(item, head),
  );
}

/** Splits at commas outside braces. */
function splitTop(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list.charAt(at);
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if ((character === ',' && depth === 0) || at === list.length) {
      items.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return items.filter((item) => item !== '');
}
