import type { SymbolName } from '../language.js';

export const C_KEYWORDS =
  'auto bool break case char const continue default define defined do double elif else endif enum extern float for goto if ifdef ifndef include inline int long NULL pragma register restrict return short signed sizeof size_t static struct switch typedef undef union unsigned void volatile while';

const RESERVED: ReadonlySet<string> = new Set(C_KEYWORDS.split(' '));

/**
 * The name in a declarator: `f`, `(f)`, `a::B::f`, `B<T>::operator=`. Others (`(*callback)` and what macros make of
 * declarations) declare no function.
 */
export function readName(written: string): SymbolName | undefined {
  const text = written.replace(/^\(\s*([\w:~]+)\s*\)$/, '$1').replace(/\s+/g, ' ');
  const operator = /(?:^|::)\s*(operator\b.*)$/.exec(text);
  const path = withoutTemplateArguments(operator ? text.slice(0, operator.index) : text)
    .split('::')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const name = operator?.[1] ?? path.pop();
  if (name === undefined || !/^(?:~?[\p{L}_$][\p{L}\p{N}_$]*|operator\b.*)$/u.test(name) || RESERVED.has(name)) return undefined;
  const owner = path.at(-1);
  return owner === undefined ? { name } : { name, owner };
}

function withoutTemplateArguments(text: string): string {
  let result = text;
  for (let before = ''; before !== result; ) {
    before = result;
    result = result.replace(/<[^<>]*>/g, '');
  }
  return result;
}
