/** Cuts a byte stream into lines without joining the same bytes again and again; empty lines are left out. */
export class LineReader {
  private parts: Buffer[] = [];
  private size = 0;
  private skipping = false;

  /** `onTooLong`: called for each line beyond the limit, which is then left out. Absent: `push` throws. */
  constructor(
    private readonly longest: number,
    private readonly onTooLong?: () => void,
  ) {}

  /** The lines that this chunk completes. Throws when a line grows beyond the limit, unless somebody is told. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      const line = this.skipping ? '' : Buffer.concat(this.parts).toString('utf8').trim();
      this.parts = [];
      this.size = 0;
      this.skipping = false;
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  private keep(part: Buffer): void {
    if (part.length === 0 || this.skipping) return;
    this.size += part.length;
    if (this.size > this.longest) {
      if (!this.onTooLong) throw new Error(`a message is longer than ${this.longest} bytes`);
      this.parts = [];
      this.skipping = true;
      this.onTooLong();
      return;
    }
    this.parts.push(part);
  }
}
