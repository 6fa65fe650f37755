const START = '\x1b[200~';
const END = '\x1b[201~';

/**
 * Takes pasted text (bracketed paste) out of the keys. One line goes into the line editor as it is; several lines become
 * a short mark there, which `expand` turns back, so that a large paste neither submits nor floods the prompt.
 */
export class PasteReader {
  private pasting: string | undefined;
  private readonly pastes = new Map<string, string>();
  private count = 0;

  /** What the line editor gets of these keys. */
  read(keys: string): string {
    let out = '';
    let rest = keys;
    while (rest !== '') {
      if (this.pasting === undefined) {
        const at = rest.indexOf(START);
        if (at < 0) return out + rest;
        out += rest.slice(0, at);
        rest = rest.slice(at + START.length);
        this.pasting = '';
        continue;
      }
      // The end mark may come in two pieces.
      const whole = this.pasting + rest;
      const at = whole.indexOf(END);
      if (at < 0) {
        this.pasting = whole;
        return out;
      }
      out += this.mark(whole.slice(0, at));
      rest = whole.slice(at + END.length);
      this.pasting = undefined;
    }
    return out;
  }

  expand(line: string): string {
    return line.replace(/\[paste \d+: \d+ lines\]/g, (mark) => this.pastes.get(mark) ?? mark);
  }

  private mark(pasted: string): string {
    const text = pasted.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '');
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.length === 1 && text.length < 2000) return (lines[0] ?? '').replaceAll('\t', '  ');
    this.count++;
    const mark = `[paste ${this.count}: ${lines.length} lines]`;
    this.pastes.set(mark, lines.join('\n'));
    return mark;
  }
}
