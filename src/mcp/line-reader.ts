/** Cuts a byte stream into lines without joining the same bytes again and again; empty lines are left out. */
export class LineReader {
  private parts: Buffer[] = [];
  private size = 0;

  constructor(private readonly longest: number) {}

  /** The lines that this chunk completes. Throws when a line grows beyond the limit. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      const line = Buffer.concat(this.parts).toString('utf8').trim();
      this.parts = [];
      this.size = 0;
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    this.size += part.length;
    if (this.size > this.longest) throw new Error(`a message is longer than ${this.longest} bytes`);
    this.parts.push(part);
  }
}
