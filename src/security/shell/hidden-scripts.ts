/** Programs whose words can be a catastrophe, and what may lead to them. */
const NAMES =
  'rm|dd|mv|find|chmod|chown|chgrp|kill|shred|wipefs|blkdiscard|mkfs[.\\w]*|mke2fs|mkswap|rimraf|curl|wget|sh|bash|zsh|eval|source|cd|reboot|poweroff|shutdown|halt|systemctl';
const STARTS = new RegExp(`(?<![\\w$@%/.-])(?:(?:/usr)?/s?bin/)?(?:${NAMES})(?=[\\s'"\`])`, 'g');
const WORTH_A_LOOK = new RegExp(`\\b(?:${NAMES})\\b|\\(\\)\\s*\\{`);
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>', '"': '"', "'": "'", '`': '`', '|': '|', '/': '/' };
/** Neighbours in a list of words: `"rm", "-rf"`, also over `["rm"], {args: ["-rf"`. */
const BETWEEN = /^[\s)\]]*,?\s*(?:\{\s*)?(?:\w+\s*[:=]\s*)?[[({]*\s*$/;
const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\\n])*)\1/g;
const MAX_SCRIPTS = 24;
const MAX_LENGTH = 20_000;

/**
 * Shell commands that may stand in a text handed to another program: code of any language, a command of an editor or of
 * a debugger, a line of a crontab. A guess on the wide side: the texts are only searched for catastrophes.
 */
export function scriptsInText(text: string): string[] {
  if (text.length > MAX_LENGTH) return [];
  const decoded = /base64|b64|atob/i.test(text) ? decodedLiterals(text) : [];
  if (decoded.length === 0 && !WORTH_A_LOOK.test(text)) return [];
  const scripts = new Set<string>([text, ...decoded]);
  for (const match of text.matchAll(STARTS)) scripts.add(commandAt(text, match.index));
  for (const list of wordLists(text)) scripts.add(list);
  return [...scripts].slice(0, MAX_SCRIPTS);
}

/** Literals that are plain text in base64. */
function decodedLiterals(text: string): string[] {
  return [...text.matchAll(/["'`]([A-Za-z0-9+/]{8,}={0,2})["'`]/g)].flatMap(([, literal = '']) => {
    const plain = Buffer.from(literal, 'base64').toString();
    return /^[\t\n -~]+$/.test(plain) ? [plain] : [];
  });
}

/** From a name to the end of what it stands in: the quote or bracket that opened right before it, or one that closes what was opened earlier. */
function commandAt(text: string, start: number): string {
  const close = CLOSING[text[start - 1] ?? ''];
  const open: string[] = [];
  let quoteAt = text.length;
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (open.length === 0 && character === close) break;
    else if (character === open.at(-1)) open.pop();
    else if (open.length === 0 && /[)\]}]/.test(character)) break;
    else if (/["'`]/.test(open.at(-1) ?? '')) continue;
    else if (/["'`([{]/.test(character)) {
      if (/["'`]/.test(character)) quoteAt = at;
      open.push(CLOSING[character] ?? '');
    }
  }
  // A quote that nothing closes was opened before the name.
  const cut = text.slice(start, /["'`]/.test(open.at(-1) ?? '') ? quoteAt : at);
  return close !== undefined && /["']/.test(close) ? unescapeText(cut) : cut;
}

/** `["rm", "-rf", "/"]` and `system("rm", "-rf", "/")` as command lines; also the words of `qw(…)`, which need nothing. */
function wordLists(text: string): string[] {
  const lists: string[] = [];
  let words: string[] = [];
  let end = 0;
  for (const match of text.matchAll(LITERAL)) {
    if (words.length > 0 && !BETWEEN.test(text.slice(end, match.index))) {
      if (words.length > 1) lists.push(words.join(' '));
      words = [];
    }
    words.push(quoted(unescapeText(match[2] ?? '')));
    end = match.index + match[0].length;
  }
  if (words.length > 1) lists.push(words.join(' '));
  return lists;
}

function quoted(word: string): string {
  return /^[\w./~*+:=@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function unescapeText(text: string): string {
  return text
    .replace(/\\x([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\n/g, '\n')
    .replace(/\\(["'`\\/$])/g, '$1');
}
