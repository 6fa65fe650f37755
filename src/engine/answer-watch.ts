import { OCodeError } from '../contract/error.js';
import { REPEAT_TAIL, repeatsItself } from './loop-guard.js';

/** How many new characters between two looks for a text that repeats itself. */
const CHECK_EVERY = 1500;
/** Characters. No window of any model holds so much: the server does not keep to `num_predict`. */
const LONGEST_ANSWER = 16_000_000;

/**
 * Watches one answer while it comes: is it stuck in its own words, or without end? Keeps only the ends of what was said, because asking
 * the whole answer each time would copy all of it each time.
 */
export class AnswerWatch {
  private readonly ends = { text: '', thinking: '' };
  private unchecked = 0;
  private length = 0;

  /** What a person gets to see: a call that is being written may repeat itself, a text may not. */
  shown(type: 'text' | 'thinking', text: string): void {
    this.ends[type] += text;
    this.unchecked += text.length;
  }

  /** What the server sent, shown or not. Throws OCodeError `loop` or `max_tokens` when it goes on and on. */
  received(characters: number): void {
    this.length += characters;
    if (this.length > LONGEST_ANSWER) throw tooLong();
    if (this.unchecked < CHECK_EVERY) return;
    this.unchecked = 0;
    for (const type of ['text', 'thinking'] as const) {
      this.ends[type] = this.ends[type].slice(-REPEAT_TAIL);
      if (repeatsItself(this.ends[type])) throw new OCodeError('loop', 'the model repeats the same text over and over; its answer was stopped');
    }
  }
}

function tooLong(): OCodeError {
  return new OCodeError('max_tokens', `the answer was stopped after ${LONGEST_ANSWER / 1e6} million characters: the server does not keep to its limit`, {
    hint: 'look at the model and the server; --max-tokens is what the server was told',
  });
}
