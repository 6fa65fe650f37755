const START = '\x1b[200~';
const END = '\x1b[201~';
const MARK = /\[paste \d+: \d+ (?:lines|characters)\]/g;
/** A pasted line up to this many characters stands in the line as it is. */
const SHORT = 2000;

/**
 * Takes pasted text (bracketed paste) out of the keys. One line goes into the line editor as it is; several lines become
 * a short mark there, which `expand` turns back, so that a large paste neither submits nor floods the prompt.
 */
export class PasteReader {
  /** What came of a paste that has not ended, in pieces. */
  private pasting: string[] | undefined;
  /** The last of the keys, when they may be the first half of a mark. */
  private half = '';
  private readonly pastes = new Map<string, string>();
  private count = 0;

  /** What the line editor gets of these keys. */
  read(keys: string): string {
    let rest = this.half + keys;
    this.half = '';
    let out = '';
    while (rest !== '') {
      const mark = this.pasting ? END : START;
      const at = rest.indexOf(mark);
      if (at < 0) {
        // Inside a paste any escape may begin its end; outside, a single one is a key of its own.
        this.half = halfOf(mark, rest, this.pasting ? 1 : 2);
        out += this.take(rest.slice(0, rest.length - this.half.length));
        return out;
      }
      out += this.take(rest.slice(0, at));
      rest = rest.slice(at + mark.length);
      if (this.pasting) {
        out += this.mark(this.pasting.join(''));
        this.pasting = undefined;
      } else this.pasting = [];
    }
    return out;
  }

  expand(line: string): string {
    return line.replace(MARK, (mark) => this.pastes.get(mark) ?? mark);
  }

  private take(text: string): string {
    if (!this.pasting) return text;
    this.pasting.push(text);
    return '';
  }

  private mark(pasted: string): string {
    const text = pasted.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '');
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.length === 1 && text.length < SHORT) return (lines[0] ?? '').replaceAll('\t', '  ');
    this.count++;
    const size = lines.length === 1 ? `${text.length} characters` : `${lines.length} lines`;
    const mark = `[paste ${this.count}: ${size}]`;
    this.pastes.set(mark, lines.join('\n'));
    return mark;
  }
}

/** The end of the text that may be the start of the mark. */
function halfOf(mark: string, text: string, shortest: number): string {
  for (let length = Math.min(mark.length - 1, text.length); length >= shortest; length--) {
    if (text.endsWith(mark.slice(0, length))) return text.slice(-length);
  }
  return '';
}
