/** Lines kept for one term of one file. */
const MOST_LINES = 48;
const FIRST_SIZE = 1_024;
const FIELD_COUNT = 5;

/**
 * Counts the terms of one file: a row for each, in the order they first came. Rows are columns of numbers that serve file after file, because
 * an object for each term and a list of its lines would be most of the garbage of a thread that reads thousands of files.
 */
export class TermCounter {
  /** Terms met so far. */
  rows = 0;
  private terms = new Uint32Array(FIRST_SIZE);
  private counts = new Uint32Array(FIRST_SIZE * FIELD_COUNT);
  private lineCounts = new Uint8Array(FIRST_SIZE);
  private firstNotes = new Uint32Array(FIRST_SIZE);
  private lastNotes = new Uint32Array(FIRST_SIZE);
  /** Lines of all terms; each note has the place of the same term's next one. Note 0 stands for none. */
  private noteLines = new Uint32Array(FIRST_SIZE);
  private noteNext = new Uint32Array(FIRST_SIZE);
  private notes = 1;
  /** By number of the term: its row, when the file is this one. */
  private rowOf = new Uint32Array(FIRST_SIZE);
  private fileOf = new Uint32Array(FIRST_SIZE);
  private file = 0;

  begin(): void {
    this.file++;
    this.rows = 0;
    this.notes = 1;
  }

  add(term: number, field: number): void {
    const at = this.row(term) * FIELD_COUNT + field;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }

  /** Lines must not fall from call to call. */
  addAt(term: number, line: number, comment: boolean): void {
    const row = this.row(term);
    const { counts } = this;
    const at = row * FIELD_COUNT;
    counts[at] = (counts[at] ?? 0) + 1;
    if (comment) counts[at + 2] = (counts[at + 2] ?? 0) + 1;
    this.note(row, line);
  }

  /** As `addAt`, not counted as a word of a comment. */
  addWhole(term: number, line: number): void {
    const row = this.row(term);
    const at = row * FIELD_COUNT;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.note(row, line);
  }

  termOf(row: number): number {
    return this.terms[row] ?? 0;
  }

  countOf(row: number, field: number): number {
    return this.counts[row * FIELD_COUNT + field] ?? 0;
  }

  /** The first of a row's lines, as a place for `lineAt` and `nextLine`; 0 when there is none (more). */
  firstLine(row: number): number {
    return this.firstNotes[row] ?? 0;
  }

  lineAt(note: number): number {
    return this.noteLines[note] ?? 0;
  }

  nextLine(note: number): number {
    return this.noteNext[note] ?? 0;
  }

  private note(row: number, line: number): void {
    const count = this.lineCounts[row] ?? 0;
    const last = this.lastNotes[row] ?? 0;
    if (count === MOST_LINES || (count > 0 && this.noteLines[last] === line)) return;
    const note = this.notes++;
    if (note === this.noteLines.length) {
      this.noteLines = doubled(this.noteLines);
      this.noteNext = doubled(this.noteNext);
    }
    this.noteLines[note] = line;
    this.noteNext[note] = 0;
    if (count === 0) this.firstNotes[row] = note;
    else this.noteNext[last] = note;
    this.lastNotes[row] = note;
    this.lineCounts[row] = count + 1;
  }

  private row(term: number): number {
    if (term < this.fileOf.length && this.fileOf[term] === this.file) return this.rowOf[term] ?? 0;
    return this.newRow(term);
  }

  private newRow(term: number): number {
    while (term >= this.fileOf.length) {
      this.fileOf = doubled(this.fileOf);
      this.rowOf = doubled(this.rowOf);
    }
    const row = this.rows++;
    if (row === this.terms.length) this.growRows();
    this.fileOf[term] = this.file;
    this.rowOf[term] = row;
    this.terms[row] = term;
    this.counts.fill(0, row * FIELD_COUNT, (row + 1) * FIELD_COUNT);
    this.lineCounts[row] = 0;
    this.firstNotes[row] = 0;
    return row;
  }

  private growRows(): void {
    this.terms = doubled(this.terms);
    this.counts = doubled(this.counts);
    this.firstNotes = doubled(this.firstNotes);
    this.lastNotes = doubled(this.lastNotes);
    const lineCounts = new Uint8Array(this.lineCounts.length * 2);
    lineCounts.set(this.lineCounts);
    this.lineCounts = lineCounts;
  }
}

function doubled(from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}
