const FIRST_SIZE = 4_096;

/**
 * A syntax tree as rows of numbers: nodes in the order of the text, each before its children. Asking a row costs nothing, while
 * each question to tree-sitter crosses into WebAssembly and makes objects. One is filled anew for each file, so it is no garbage.
 * Positions are UTF-16 indices, the end excluded.
 */
export class FlatTree {
  length = 0;
  types = new Uint16Array(FIRST_SIZE);
  starts = new Uint32Array(FIRST_SIZE);
  ends = new Uint32Array(FIRST_SIZE);
  /** The grammar's number of the field a node has in its parent; 0 for none. */
  fields = new Uint16Array(FIRST_SIZE);
  /** 1 for named nodes; 0 for punctuation and reserved words. */
  named = new Uint8Array(FIRST_SIZE);
  /** Where the node's descendants end: the row after the last one. */
  afters = new Uint32Array(FIRST_SIZE);

  clear(): void {
    this.length = 0;
  }

  /** Adds a node and returns its row. `close` it when its descendants are added. */
  add(type: number, start: number, end: number, field: number, named: number): number {
    const row = this.length++;
    if (row === this.types.length) this.grow();
    this.types[row] = type;
    this.starts[row] = start;
    this.ends[row] = end;
    this.fields[row] = field;
    this.named[row] = named;
    this.afters[row] = row + 1;
    return row;
  }

  close(row: number): void {
    this.afters[row] = this.length;
  }

  typeOf(row: number): number {
    return this.types[row] ?? 0;
  }

  startOf(row: number): number {
    return this.starts[row] ?? 0;
  }

  endOf(row: number): number {
    return this.ends[row] ?? 0;
  }

  isNamed(row: number): boolean {
    return this.named[row] === 1;
  }

  /** Rows of the node's children. */
  children(row: number): number[] {
    const found: number[] = [];
    const after = this.afters[row] ?? 0;
    for (let child = row + 1; child < after; child = this.afters[child] ?? after) found.push(child);
    return found;
  }

  /** Has the same rows as another one, up to where that one ends; nodes that are not closed there may end later here. */
  beginsAs(other: FlatTree): boolean {
    if (this.length < other.length) return false;
    for (let row = 0; row < other.length; row++) {
      const same =
        this.types[row] === other.types[row] &&
        this.starts[row] === other.starts[row] &&
        this.ends[row] === other.ends[row] &&
        this.fields[row] === other.fields[row] &&
        this.named[row] === other.named[row] &&
        (this.afters[row] === other.afters[row] || other.afters[row] === row + 1);
      if (!same) return false;
    }
    return true;
  }

  private grow(): void {
    const size = this.types.length * 2;
    this.types = enlarged(this.types, new Uint16Array(size));
    this.starts = enlarged(this.starts, new Uint32Array(size));
    this.ends = enlarged(this.ends, new Uint32Array(size));
    this.fields = enlarged(this.fields, new Uint16Array(size));
    this.named = enlarged(this.named, new Uint8Array(size));
    this.afters = enlarged(this.afters, new Uint32Array(size));
  }
}

function enlarged<T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
