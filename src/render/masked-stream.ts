import type { EngineEvent } from '../contract/event.js';

/** What masking a stream takes: `mask` for text that is whole, `watch` finds where a secret may have begun that is not over. */
export interface SecretGuard {
  mask(text: string): string;
  watch(before: string, text: string): number;
}

type Delta = Extract<EngineEvent, { type: 'text_delta' | 'thinking_delta' }>;

/** As much of what was said as masks look back at. */
const CONTEXT = 120;

/**
 * The model's words with secrets masked, though they come in pieces. Only what may be the beginning of a secret is held back,
 * until the next piece, another event or the end says what it is.
 */
export class MaskedStream {
  private last: Delta | undefined;
  private held = '';
  /** What went out of this stream, masked. */
  private before = '';

  constructor(private readonly guard: SecretGuard) {}

  /** The events that go out now in place of this one. */
  take(event: EngineEvent): EngineEvent[] {
    if (event.type !== 'text_delta' && event.type !== 'thinking_delta') return [...this.end(), event];
    const { last } = this;
    const ended = last && (last.type !== event.type || last.parent_id !== event.parent_id) ? this.end() : [];
    this.last = event;
    const text = this.held + event.text;
    const at = this.guard.watch(this.before, text);
    this.held = text.slice(at);
    return [...ended, ...this.say(text.slice(0, at))];
  }

  private end(): EngineEvent[] {
    const said = this.say(this.held);
    this.held = '';
    this.before = '';
    this.last = undefined;
    return said;
  }

  private say(text: string): EngineEvent[] {
    if (text === '' || !this.last) return [];
    const whole = this.guard.mask(this.before + text);
    // A piece of what went before may look like a secret by itself, because its beginning is no longer there.
    const masked = whole.startsWith(this.before) ? whole.slice(this.before.length) : this.guard.mask(text);
    this.before = (this.before + masked).slice(-CONTEXT);
    return [{ ...this.last, text: masked }];
  }
}
