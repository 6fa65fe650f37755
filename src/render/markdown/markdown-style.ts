import { cleanForTerminal } from '../../lib/sanitize.js';
import type { Theme } from '../../lib/theme.js';
import type { TextStyle } from '../text.js';
import { InlineStyle } from './inline-style.js';

/** A line start that may still become a heading, a fence, a list item or a quote. */
const UNDECIDED = /^\s{0,8}(?:#{0,6}|`{0,2}|~{0,2}|[-*+]|\d{1,3}[.)]?|>|-{1,2}|\*{1,2})$/;
const HEADING = /^\s{0,3}(#{1,6}) /;
const FENCE = /^\s*(`{3,}|~{3,})/;
const MARKER = /^(\s*)([-*+]|\d{1,3}[.)]|>) /;
const FRAME = '─';
const FRAME_WIDTH = 32;

/**
 * Light markdown for a terminal while it streams: headings, list marks, inline code, strong words, code blocks between two
 * dim lines. What was printed is never written again; only what could still change its meaning waits, at most to the end
 * of its line. Everything else of the text stays as it is. Untrusted text is cleaned here.
 */
export function markdownStyle(theme: Theme): TextStyle {
  return theme.colors ? new MarkdownStyle(theme) : { push: cleanForTerminal, end: () => '' };
}

class MarkdownStyle implements TextStyle {
  /** Text of the line that is not printed yet. */
  private waiting = '';
  private line: 'start' | 'text' | 'heading' | 'code' | 'fence' = 'start';
  private fence: string | undefined;
  private half = '';
  private readonly inline: InlineStyle;

  constructor(private readonly theme: Theme) {
    this.inline = new InlineStyle(theme);
  }

  push(text: string): string {
    let whole = this.half + text;
    // Half of a surrogate pair waits for the other half.
    const last = whole.charCodeAt(whole.length - 1);
    this.half = last >= 0xd800 && last <= 0xdbff ? whole.slice(-1) : '';
    if (this.half) whole = whole.slice(0, -1);
    let out = '';
    const lines = cleanForTerminal(whole).split('\n');
    for (const [index, piece] of lines.entries()) {
      out += this.take(piece);
      if (index < lines.length - 1) out += `${this.endLine()}\n`;
    }
    return out;
  }

  end(): string {
    const out = this.endLine();
    this.fence = undefined;
    return out;
  }

  private take(piece: string): string {
    if (piece === '') return '';
    if (this.line === 'fence') {
      this.waiting += piece;
      return '';
    }
    if (this.line !== 'start') return this.print(piece);
    this.waiting += piece;
    if (this.fence !== undefined) return this.mayEndFence() ? '' : this.begin('code');
    return UNDECIDED.test(this.waiting) ? '' : this.decide();
  }

  /** Enough of the line is here to know what it is. */
  private decide(): string {
    if (FENCE.test(this.waiting)) {
      this.line = 'fence';
      return '';
    }
    if (HEADING.test(this.waiting)) return this.begin('heading');
    const marker = MARKER.exec(this.waiting);
    if (!marker) return this.begin('text');
    const [all, indent = '', mark = ''] = marker;
    this.waiting = this.waiting.slice(all.length);
    return `${indent}${this.theme.accent(mark)} ${this.begin('text')}`;
  }

  private begin(line: 'text' | 'heading' | 'code'): string {
    this.line = line;
    const text = this.waiting;
    this.waiting = '';
    return this.print(text);
  }

  private print(text: string): string {
    if (this.line === 'heading') return this.theme.heading(text);
    return this.line === 'code' ? this.theme.code(text) : this.inline.push(text);
  }

  private endLine(): string {
    let out = '';
    if (this.line === 'fence') out = this.openFence();
    else if (this.line === 'start' && this.waiting !== '') {
      if (this.fence !== undefined && this.closesFence()) out = this.closeFence();
      else out = FENCE.test(this.waiting) && this.fence === undefined ? this.openFence() : this.begin(this.fence === undefined ? 'text' : 'code');
    }
    out += this.inline.end();
    this.line = 'start';
    this.waiting = '';
    return out;
  }

  private openFence(): string {
    this.fence = FENCE.exec(this.waiting)?.[1] ?? '```';
    const language = this.waiting.replace(FENCE, '').trim();
    const label = language ? `${FRAME}${FRAME} ${language} ` : '';
    return this.theme.dim(label + FRAME.repeat(Math.max(3, FRAME_WIDTH - label.length)));
  }

  private closeFence(): string {
    this.fence = undefined;
    return this.theme.dim(FRAME.repeat(FRAME_WIDTH));
  }

  private mayEndFence(): boolean {
    const mark = (this.fence ?? '`')[0];
    const start = this.waiting.trimStart();
    return start === '' ? this.waiting.length < 8 : [...start.trimEnd()].every((character) => character === mark);
  }

  private closesFence(): boolean {
    return this.mayEndFence() && this.waiting.trim().length >= (this.fence?.length ?? 3);
  }
}
