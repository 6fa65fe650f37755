/** Glob patterns over paths relative to the root with `/`: `*`, `**`, `?`, `[a-z]`, `{a,b}`, a leading `!` to leave out. */

/** A pattern without a slash is matched against the file's name anywhere. Several may be joined by commas. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const parts = splitTop(
    pattern.trim().replace(/^\{(.*)\}$/, (whole, inner: string) => (splitTop(inner).length > 1 ? whole : inner)),
    ',',
  );
  const wanted = parts.filter((part) => !part.startsWith('!')).map(toExpression);
  const unwanted = parts.filter((part) => part.startsWith('!')).map((part) => toExpression(part.slice(1)));
  return (path) => (wanted.length === 0 || wanted.some((expression) => expression.test(path))) && !unwanted.some((expression) => expression.test(path));
}

function toExpression(pattern: string): RegExp {
  const clean = pattern.trim().replace(/^\.?\//, '');
  const anywhere = clean.includes('/') ? '' : '(?:.*/)?';
  const open = clean.endsWith('/') ? `${clean}**` : clean;
  return new RegExp(`^${anywhere}${translate(open)}$`, 's');
}

function translate(pattern: string): string {
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (pattern.startsWith('**/', at)) {
      result += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      result += '.*';
      at += 1;
    } else if (character === '*') {
      result += '[^/]*';
    } else if (character === '?') {
      result += '[^/]';
    } else if (character === '[' || character === '{') {
      const end = pattern.indexOf(character === '[' ? ']' : '}', at + 2);
      if (end < 0) {
        result += `\\${character}`;
        continue;
      }
      const inner = pattern.slice(at + 1, end);
      result += character === '[' ? `[${inner.replace(/^!/, '^').replace(/\\/g, '\\\\')}]` : `(?:${splitTop(inner).map(translate).join('|')})`;
      at = end;
    } else if (character === '\\' && at + 1 < pattern.length) {
      at++;
      result += quoted(pattern.charAt(at));
    } else {
      result += quoted(character);
    }
  }
  return result;
}

function quoted(character: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(character) ? `\\${character}` : character;
}

/** Splits at commas that stand outside brackets. */
function splitTop(text: string, separator = ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === separator && depth <= 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== '');
}
