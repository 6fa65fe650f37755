import type { ChildPattern, NodePattern, Pattern, TextTest } from './pattern.js';

/** The grammar's numbers for names. Undefined or null: it has no such thing. */
export interface GrammarNames {
  typeOf(name: string, named: boolean): number | null | undefined;
  fieldOf(name: string): number | null | undefined;
}

type Group = { kind: 'node'; node: NodePattern; test?: TextTest } | { kind: 'choice'; options: NodePattern[] };

const TOKEN = /\s+|;.*|"((?:[^"\\]|\\.)*)"|([()[\]?.])|@([\w.-]+)|#([\w-]+\??)|([A-Za-z_][\w-]*):|([A-Za-z_][\w-]*)/y;

interface Token {
  kind: 'text' | 'mark' | 'capture' | 'test' | 'field' | 'name';
  text: string;
  at: number;
}

/**
 * Reads the patterns of a `queries.scm`: tree-sitter's query language without `*`, `+`, `!field`, supertypes and predicates
 * other than eq?, any-of? and match?. Throws for what it does not know, and for types and fields the grammar does not have.
 */
export function readPatterns(source: string, names: GrammarNames): Pattern[] {
  const reader = new PatternReader(tokensOf(source), names);
  const patterns: Pattern[] = [];
  while (reader.more) patterns.push(reader.pattern(patterns.length));
  return patterns;
}

class PatternReader {
  private at = 0;
  private tests: TextTest[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    private readonly names: GrammarNames,
  ) {}

  get more(): boolean {
    return this.at < this.tokens.length;
  }

  pattern(index: number): Pattern {
    this.tests = [];
    const roots = this.options();
    if (roots.some(({ type }) => type === undefined)) this.fail('a pattern begins with the type of a node');
    return { index, roots, tests: this.tests };
  }

  /** A node or a `[…]` of nodes, with the captures written after it. */
  private options(): NodePattern[] {
    const group = this.group();
    return this.captured(group.kind === 'choice' ? group.options : [group.node]);
  }

  private group(): Group {
    const { kind, text } = this.take();
    if (kind === 'text') return { kind: 'node', node: { type: this.type(text, false), captures: [], children: [] } };
    if (kind === 'mark' && text === '[') {
      const options: NodePattern[] = [];
      while (!this.skip(']')) options.push(...this.options());
      return { kind: 'choice', options };
    }
    if (kind !== 'mark' || text !== '(') this.fail('a node is missing');
    const name = this.take();
    if (name.kind !== 'name') this.fail('the type of a node is missing');
    const type = name.text === '_' ? undefined : this.type(name.text, true);
    return { kind: 'node', node: { type, captures: [], children: this.children() } };
  }

  private children(): ChildPattern[] {
    const children: ChildPattern[] = [];
    let next = false;
    while (!this.skip(')')) {
      if (this.skip('.')) {
        next = true;
      } else if (this.peek('(') && this.tokens[this.at + 1]?.kind === 'test') {
        this.tests.push(this.test());
      } else {
        children.push(this.child(next));
        next = false;
      }
    }
    const final = children.at(-1);
    if (next && final) children[children.length - 1] = childPattern({ ...final, last: true });
    return children;
  }

  private child(next: boolean): ChildPattern {
    const token = this.tokens[this.at];
    const field = token?.kind === 'field' ? (this.names.fieldOf(this.take().text) ?? this.fail(`there is no field ${token.text}`)) : undefined;
    const group = this.group();
    const named = (group.kind === 'choice' ? group.options : [group.node]).every(({ type }) => type === undefined || this.named.has(type));
    const optional = this.skip('?');
    const options = this.captured(group.kind === 'choice' ? group.options : [group.node]);
    return childPattern({ field, options, optional, next, last: false, captures: options.some(capturesAnything), named });
  }

  private readonly named = new Set<number>();

  private captured(options: NodePattern[]): NodePattern[] {
    const captures: string[] = [];
    while (this.tokens[this.at]?.kind === 'capture') captures.push(this.take().text);
    return captures.length === 0 ? options : options.map(({ type, captures: own, children }) => ({ type, captures: [...own, ...captures], children }));
  }

  private test(): TextTest {
    this.take();
    const name = this.take().text;
    const capture = this.take();
    const values: string[] = [];
    while (!this.skip(')')) values.push(this.take().text);
    const [first] = values;
    if (capture.kind !== 'capture' || first === undefined) this.fail(`${name} needs a capture and a text`);
    if (name === 'eq?' || name === 'any-of?') return { capture: capture.text, holds: (text) => values.includes(text) };
    if (name !== 'match?') this.fail(`there is no test ${name}`);
    const expression = new RegExp(first, 'u');
    return { capture: capture.text, holds: (text) => expression.test(text) };
  }

  private type(name: string, named: boolean): number {
    const type = this.names.typeOf(name, named) ?? this.fail(`there is no node ${name}`);
    if (named) this.named.add(type);
    return type;
  }

  private peek(mark: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === mark;
  }

  private skip(mark: string): boolean {
    if (!this.peek(mark)) return false;
    this.at++;
    return true;
  }

  private take(): Token {
    const token = this.tokens[this.at++];
    return token ?? this.fail('it ends too early');
  }

  private fail(reason: string): never {
    throw new Error(`a pattern cannot be read: ${reason} (at ${this.tokens[this.at - 1]?.at ?? 0})`);
  }
}

/** Patterns of one kind are made in one way: V8 compiles what walks over them anew for each kind of object it meets. */
function childPattern({ field, options, optional, next, last, captures, named }: ChildPattern): ChildPattern {
  return { field, options, optional, next, last, captures, named };
}

function capturesAnything({ captures, children }: NodePattern): boolean {
  return captures.length > 0 || children.some((child) => child.captures);
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`a pattern cannot be read: ${source.slice(at, at + 20)} (at ${at})`);
    const [, text, mark, capture, test, field, name] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1'), at });
    else if (mark) tokens.push({ kind: 'mark', text: mark, at });
    else if (capture) tokens.push({ kind: 'capture', text: capture, at });
    else if (test) tokens.push({ kind: 'test', text: test, at });
    else if (field) tokens.push({ kind: 'field', text: field, at });
    else if (name) tokens.push({ kind: 'name', text: name, at });
  }
  return tokens;
}
