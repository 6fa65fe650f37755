const known = new Map<string, RegExp>();

/**
 * A path or text pattern as a regular expression for the whole text: `*` within one part, `**` over parts, `?` one
 * character, `{a,b}`; everything else is itself. With `parts` false `*` takes everything (URLs, names).
 */
export function globToRegExp(pattern: string, options: { parts?: boolean; ignoreCase?: boolean } = {}): RegExp {
  const parts = options.parts ?? true;
  const key = `${parts}${options.ignoreCase ?? false}${pattern}`;
  const done = known.get(key);
  if (done) return done;
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '*') {
      const double = pattern[at + 1] === '*';
      if (double) at++;
      if (double && parts && pattern[at + 1] === '/') {
        at++;
        source += '(?:[^/]+/)*';
      } else source += double || !parts ? '[^]*' : '[^/]*';
    } else if (character === '?') source += parts ? '[^/]' : '[^]';
    else if (character === '{' && pattern.indexOf('}', at) > at) {
      depth++;
      source += '(?:';
    } else if (character === '}' && depth > 0) {
      depth--;
      source += ')';
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const expression = new RegExp(`^${source}${')'.repeat(depth)}$`, options.ignoreCase ? 'iu' : 'u');
  if (known.size > 500) known.clear();
  known.set(key, expression);
  return expression;
}
