import { parseObject } from './lines.js';

/** Reads the objects of an answer's lines, and remembers whether what came looks like the protocol at all. */
export class Frames {
  #understood = 0;
  /** Lines that began like an object and were cut or damaged. */
  #halves = 0;
  #nonsense = 0;

  /** The object this line holds; undefined: it is none, which does no harm. */
  read(line: string): Record<string, unknown> | undefined {
    const frame = parseObject(line);
    if (frame) this.#understood++;
    else if (line.trimStart().startsWith('{')) this.#halves++;
    else this.#nonsense++;
    return frame;
  }

  /** A line of the protocol that holds no object. */
  sawOther(): void {
    this.#understood++;
  }

  /** Lines that could not be read. */
  get unread(): number {
    return this.#halves + this.#nonsense;
  }

  /** Nothing that came looks like this protocol: something else answers. */
  get isForeign(): boolean {
    return this.#understood === 0 && this.#halves === 0 && this.#nonsense > 0;
  }
}
