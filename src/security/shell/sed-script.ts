/**
 * Reads sed scripts and says why they must not pass. Only commands that print, delete, substitute and jump are known;
 * `e w W r R`, the flags `e` and `w` of `s`, and text commands are not.
 */
export function sedReason(scripts: ReadonlyArray<string | undefined>): string | undefined {
  for (const script of scripts) {
    if (script === undefined) return 'its script is not known';
    if (!readsAsPlain(script)) return 'its script may write, run or read something, or is not understood';
  }
  return undefined;
}

/** A cursor over one script. */
class Script {
  at = 0;
  constructor(readonly text: string) {}
  get next(): string {
    return this.text[this.at] ?? '';
  }
  skip(expression: RegExp): string {
    const sticky = new RegExp(expression.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
  /** Text up to an unescaped delimiter, and past it. */
  delimited(delimiter: string): boolean {
    for (; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === '\\') this.at++;
      else if (this.text[this.at] === '\n') return false;
      else if (this.text[this.at] === delimiter) {
        this.at++;
        return true;
      }
    }
    return false;
  }
}

function readsAsPlain(text: string): boolean {
  const script = new Script(text);
  for (;;) {
    script.skip(/[\s;]+/);
    if (script.next === '') return true;
    if (script.next === '#') {
      // `#n` alone on the first line is an option; comments are rare enough to ask.
      return false;
    }
    if (!readAddresses(script)) return false;
    script.skip(/\s*(?:!\s*)*/);
    if (!readCommand(script)) return false;
  }
}

function readAddresses(script: Script): boolean {
  if (!readAddress(script)) return false;
  if (script.skip(/\s*,\s*/) === '') return true;
  if (script.skip(/[+~]\d+/) !== '') return true;
  const before = script.at;
  return readAddress(script) && script.at > before;
}

/** Nothing is an address too. */
function readAddress(script: Script): boolean {
  if (script.skip(/\d+(?:~\d+)?|\$/) !== '') return true;
  const opener = script.skip(/\/|\\[^\s\\]/);
  if (opener === '') return true;
  if (!script.delimited(opener.at(-1) ?? '/')) return false;
  script.skip(/[IM]+/);
  return true;
}

function readCommand(script: Script): boolean {
  const command = script.next;
  script.at++;
  switch (command) {
    case '{':
    case '}':
      return true;
    case 'p':
    case 'P':
    case 'd':
    case 'D':
    case '=':
    case 'n':
    case 'N':
    case 'g':
    case 'G':
    case 'h':
    case 'H':
    case 'x':
    case 'z':
    case 'F':
      return ends(script);
    case 'q':
    case 'Q':
    case 'l':
      script.skip(/ *\d+/);
      return ends(script);
    case ':':
      return script.skip(/[A-Za-z0-9_]+/) !== '' && ends(script);
    case 'b':
    case 't':
    case 'T':
      script.skip(/ *[A-Za-z0-9_]*/);
      return ends(script);
    case 's': {
      const delimiter = script.next;
      script.at++;
      if (delimiter === '' || /[\s\\\w;]/.test(delimiter)) return false;
      if (!script.delimited(delimiter) || !script.delimited(delimiter)) return false;
      script.skip(/[gpiIM0-9]*/);
      return ends(script);
    }
    case 'y': {
      const delimiter = script.next;
      script.at++;
      if (delimiter === '' || /[\s\\\w;]/.test(delimiter)) return false;
      return script.delimited(delimiter) && script.delimited(delimiter) && ends(script);
    }
    default:
      return false;
  }
}

function ends(script: Script): boolean {
  script.skip(/[ \t]*/);
  return script.next === '' || /[;\n}]/.test(script.next);
}
