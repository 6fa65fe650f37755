import type { AcceptCall, ReadPiece, TextCallReader, TextCallResult } from '../../contract/chat.js';
import type { ToolCall } from '../../contract/message.js';
import { acceptCalls } from './accept-calls.js';
import type { Act } from './act.js';
import { isAct, mayActAfter, startsSentence } from './judge.js';
import { Scanner, type Segment } from './scanner.js';

export interface TextCallReaderDeps {
  accept: AcceptCall;
  /** Whether a tool or an alias has this name, so that other words are not held back. Without it every word may be one. */
  isKnownName?(name: string): boolean;
  newId(): string;
}

/** Enough of the shown text to weigh the sentence before a call. */
const CONTEXT = 2000;

/** A reader for one answer. See docs/TEXT-CALLS.md for what counts as a call. */
export function createTextCallReader(deps: TextCallReaderDeps): TextCallReader {
  return new Reader(deps);
}

/** From the first run of calls on: nothing of it is given out before the end of the answer. */
type Held = { kind: 'text' | 'thinking'; text: string } | { kind: 'act'; raw: string; act: Act; before: string; markup: boolean };

class Reader implements TextCallReader {
  private readonly scanner: Scanner;
  private readonly held: Held[] = [];
  private pieces: ReadPiece[] = [];
  /** The end of the text shown so far. */
  private context = '';
  private afterMention = false;

  constructor(private readonly deps: TextCallReaderDeps) {
    this.scanner = new Scanner(
      {
        isKnownName: (name) => deps.isKnownName?.(name) ?? true,
        mayAct: (act, line, fenced) => this.mayAct(act, line, fenced),
      },
      (segment) => this.take(segment),
    );
  }

  push(chunk: string): ReadPiece[] {
    this.scanner.push(chunk);
    return this.takePieces();
  }

  end(complete: boolean): TextCallResult {
    this.scanner.end();
    const calls: ToolCall[] = [];
    let cut = false;
    this.held.forEach((item, index) => {
      if (item.kind !== 'act') this.give(item.kind, item.text);
      else if (!complete || !this.acts(item, index)) {
        cut ||= !complete;
        this.give('text', item.raw);
      } else {
        const accepted = acceptCalls(item.act, item.markup, this.deps.accept);
        calls.push(...accepted.map(({ name, args }) => ({ id: this.deps.newId(), name, args, recovered: true })));
        if (accepted.length === 0) this.give('text', item.raw);
        cut ||= item.act.cut;
      }
    });
    this.held.length = 0;
    return { pieces: this.takePieces(), calls, ...(cut ? { cut } : {}) };
  }

  private take(segment: Segment): void {
    if (segment.kind === 'act') {
      const { raw, act } = segment;
      this.held.push({ kind: 'act', raw, act, before: this.context, markup: act.markup && !segment.fenced });
    } else if (segment.kind === 'thought_end') {
      this.held.forEach((item, index) => {
        this.held[index] = { kind: 'thinking', text: item.kind === 'act' ? item.raw : item.text };
      });
      this.context = '';
    } else {
      if (segment.kind === 'text') this.context = (this.context + segment.text).slice(-CONTEXT);
      if (this.held.length > 0) this.held.push({ kind: segment.kind, text: segment.text });
      else this.give(segment.kind, segment.text);
    }
  }

  /** Asked by the scanner: whether this run is a call as far as what stands before it tells. */
  private mayAct(act: Act, line: string, fenced: boolean): boolean {
    const markup = act.markup && !fenced;
    if (!act.cut && acceptCalls(act, markup, this.deps.accept).length === 0) return false;
    if (startsSentence(line) && mayActAfter(markup, this.context, this.afterMention)) return true;
    this.afterMention = true;
    return false;
  }

  private acts(item: Held & { kind: 'act' }, index: number): boolean {
    const after = this.textAfter(index);
    const act = isAct(item.markup, { before: item.before, after, afterMention: this.afterMention });
    if (!act) this.afterMention = true;
    return act;
  }

  private textAfter(index: number): string {
    let text = '';
    for (let at = index + 1; at < this.held.length; at++) {
      const item = this.held[at];
      if (item === undefined || item.kind === 'act') break;
      if (item.kind === 'text') text += item.text;
    }
    return text;
  }

  private give(type: ReadPiece['type'], text: string): void {
    const last = this.pieces.at(-1);
    if (last?.type === type) last.text += text;
    else if (text !== '') this.pieces.push({ type, text });
  }

  private takePieces(): ReadPiece[] {
    const { pieces } = this;
    if (pieces.length > 0) this.pieces = [];
    return pieces;
  }
}
