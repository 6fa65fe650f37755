const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/**
 * The inside of `$'…'` from `at`; `end` is the place of the closing quote. `text` is undefined for bytes and controls whose
 * meaning depends on the locale. Undefined when there is no closing quote before `limit`.
 */
export function ansiEscape(source: string, from: number, limit: number): { text: string | undefined; end: number } | undefined {
  let text = '';
  let known = true;
  for (let at = from; at < limit; at++) {
    const character = source[at] ?? '';
    if (character === "'") return { text: known ? text : undefined, end: at };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const sequence = /^(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c[\s\S]|[\s\S])/.exec(source.slice(at + 1, at + 10));
    if (!sequence) return undefined;
    const [whole, byte, short, long, octal] = sequence;
    at += whole.length;
    const simple = SIMPLE[whole];
    const code = byte ? Number.parseInt(byte, 16) : octal ? Number.parseInt(octal, 8) : short || long ? Number.parseInt(short ?? long ?? '', 16) : undefined;
    if (simple !== undefined) text += simple;
    else if (code !== undefined && code > 0 && code < (byte || octal ? 0x80 : 0xd800)) text += String.fromCodePoint(code);
    else known = false;
  }
  return undefined;
}
