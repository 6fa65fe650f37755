/** A pattern of `queries.scm`, with types and fields as the grammar's numbers. */
export interface Pattern {
  /** Place in the file, from 0. */
  index: number;
  /** The node it begins with; several where it begins with `[…]`. */
  roots: readonly NodePattern[];
  /** `(#eq? …)` and its like. */
  tests: readonly TextTest[];
}

export interface NodePattern {
  /** Undefined for `(_)`: any named node. */
  type: number | undefined;
  captures: readonly string[];
  children: readonly ChildPattern[];
}

/** One child that must be there, after those written before it. */
export interface ChildPattern {
  field: number | undefined;
  /** One of them must fit. */
  options: readonly NodePattern[];
  optional: boolean;
  /** `.` before it: no named node lies between. */
  next: boolean;
  /** `.` after it: no named node follows. */
  last: boolean;
  /** Something in it is captured, so every child that fits counts; else one is enough. */
  captures: boolean;
  /** All that could fit are named nodes. */
  named: boolean;
}

/** What the text of a captured node must be. */
export interface TextTest {
  capture: string;
  holds(text: string): boolean;
}
