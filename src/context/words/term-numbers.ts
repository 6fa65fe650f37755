import { splitTerms } from './words.js';

/** The terms of one written word, as numbers. */
export interface WordNumbers {
  stems: readonly number[];
  /** -1: the word is no name of several parts. */
  whole: number;
}

const REMEMBERED = 16_000;
/** V8 keeps a shorter piece of a text as a copy; a longer one keeps the whole text alive. */
const COPIED = 12;

/** Numbers for terms, so that counting them makes no objects. Words are remembered from file to file: code repeats itself. */
export class TermNumbers {
  private readonly words = new Map<string, WordNumbers>();
  private readonly numbers = new Map<string, number>();
  private texts: string[] = [];

  /** Call between files: numbers given before are void afterwards, when too many were given. */
  tidy(): void {
    if (this.words.size < REMEMBERED) return;
    this.words.clear();
    this.numbers.clear();
    this.texts = [];
  }

  ofWord(word: string): WordNumbers {
    return this.words.get(word) ?? this.add(word);
  }

  ofTerm(term: string): number {
    let number = this.numbers.get(term);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(term);
      this.numbers.set(term, number);
    }
    return number;
  }

  textOf(number: number): string {
    return this.texts[number] ?? '';
  }

  private add(word: string): WordNumbers {
    const own = word.length > COPIED ? Buffer.from(word).toString() : word;
    const { stems, whole } = splitTerms(own);
    const made = { stems: stems.map((term) => this.ofTerm(term)), whole: whole === undefined ? -1 : this.ofTerm(whole) };
    this.words.set(own, made);
    return made;
  }
}
