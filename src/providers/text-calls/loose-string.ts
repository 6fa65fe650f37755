export interface StringOptions {
  /** A quotation mark ends the text only where something of the structure follows: `"<a href="x">"`. */
  innerQuotes?: boolean;
}

/** Opening marks and the marks that close them. The first that fits is taken. */
const MARKS: readonly { open: string; close: string; raw?: boolean }[] = [
  { open: '<|"|>', close: '<|"|>', raw: true },
  { open: '<escape>', close: '<escape>', raw: true },
  { open: '"""', close: '"""' },
  { open: "'''", close: "'''" },
  { open: '"', close: '"' },
  { open: "'", close: "'" },
  { open: '`', close: '`' },
  { open: '“', close: '”' },
  { open: '”', close: '”' },
  { open: '‘', close: '’' },
  { open: '’', close: '’' },
];
const FIRST = new Set(MARKS.map((mark) => mark.open[0]));
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', "'": "'", '`': '`', '\\': '\\', '/': '/' };
const STRUCTURE = /[\s\u00a0]*(?:[,:}\])]|$)/y;
const UNICODE = /[0-9a-fA-F]{4}/y;

/**
 * A text in quotation marks at `at`; undefined when none begins there, `value` undefined when it does not end. Raw line breaks are
 * kept; an escape that JSON does not know keeps its backslash, because a pattern or a path was meant.
 */
export function readString(text: string, at: number, options: StringOptions = {}): { value: string | undefined; end: number } | undefined {
  if (!FIRST.has(text[at])) return undefined;
  const mark = MARKS.find(({ open }) => text.startsWith(open, at));
  if (!mark) return undefined;
  const start = at + mark.open.length;
  if (mark.raw) {
    const close = text.indexOf(mark.close, start);
    return close < 0 ? { value: undefined, end: text.length } : { value: text.slice(start, close), end: close + mark.close.length };
  }
  const parts: string[] = [];
  let from = start;
  for (let position = start; position < text.length; position += 1) {
    const character = text[position];
    if (character === '\\') {
      parts.push(text.slice(from, position));
      const [value, length] = readEscape(text, position);
      parts.push(value);
      position += length - 1;
      from = position + 1;
    } else if (closes(text, position, mark, options)) {
      parts.push(text.slice(from, position));
      return { value: parts.join(''), end: position + mark.close.length };
    }
  }
  return { value: undefined, end: text.length };
}

function closes(text: string, at: number, mark: { open: string; close: string }, options: StringOptions): boolean {
  const curly = mark.close === '”' && text[at] === '"';
  if (!curly && !text.startsWith(mark.close, at)) return false;
  if (!curly && (!options.innerQuotes || mark.close.length > 1)) return true;
  STRUCTURE.lastIndex = at + 1;
  return STRUCTURE.test(text);
}

/** What the escape at `at` means, and how many characters it takes. */
function readEscape(text: string, at: number): [value: string, length: number] {
  const letter = text[at + 1];
  if (letter === undefined) return ['\\', 1];
  const known = ESCAPES[letter];
  if (known !== undefined) return [known, 2];
  UNICODE.lastIndex = at + 2;
  if (letter === 'u' && UNICODE.test(text)) return [String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16)), 6];
  return [`\\${letter}`, 2];
}
