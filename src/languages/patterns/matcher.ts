import type { Language } from 'web-tree-sitter';
import type { FlatTree } from '../tree/flat-tree.js';
import type { ChildPattern, NodePattern, Pattern } from './pattern.js';
import { readPatterns } from './read-patterns.js';

export interface Match {
  /** Place of the pattern in the file. */
  pattern: number;
  /** From the outside in, in the order of the pattern. */
  captures: readonly Capture[];
}

export interface Capture {
  name: string;
  /** UTF-16 indices, the end excluded. */
  node: { start: number; end: number };
}

/** A capture while the matching goes on: the node's row in the tree. */
interface Found {
  name: string;
  row: number;
}

/** One way a pattern fits so far. */
interface Way {
  captures: readonly Found[];
  /** Row of the child that fitted last; -1 for none. */
  child: number;
}

const ERROR = 65_535;
const NO_WAYS: readonly Way[] = [];
const NO_CAPTURES: readonly Found[] = [];
/** Fits, and says nothing. Most of what is tried is of these two kinds: making them anew each time is garbage. */
const PLAIN: readonly Way[] = [{ captures: NO_CAPTURES, child: -1 }];
const LOOK_EVERY = 64;

/**
 * Finds the patterns of a language in a tree. Tree-sitter's own queries do the same, but must be compiled in each process for a
 * tenth of a second; here the nodes that patterns can begin with are told by their type, and the rest is asked of those alone.
 */
export class PatternMatcher {
  /** By type of the node they begin with. */
  private readonly byRoot: Array<Array<{ pattern: Pattern; root: NodePattern }> | undefined>;

  constructor(grammar: Language, source: string) {
    const patterns = readPatterns(source, {
      typeOf: (name, named) => grammar.idForNodeType(name, named),
      fieldOf: (name) => grammar.fieldIdForName(name),
    });
    // Without holes: looked at for every node.
    this.byRoot = new Array(grammar.nodeTypeCount).fill(undefined);
    for (const pattern of patterns) for (const root of pattern.roots) this.add(pattern, root);
  }

  /** In the order of the text, by where the patterns begin. Ends early, with what was found, when `stop` says so; it is asked now and then. */
  matches(tree: FlatTree, text: string, stop: () => boolean): Match[] {
    const found: Match[] = [];
    const { byRoot } = this;
    const { types } = tree;
    let looked = 0;
    for (let row = 0; row < tree.length; row++) {
      const type = types[row] ?? 0;
      const candidates = type < byRoot.length ? byRoot[type] : undefined;
      if (candidates === undefined) continue;
      if (++looked % LOOK_EVERY === 0 && stop()) break;
      for (const { pattern, root } of candidates) {
        for (const { captures } of waysOf(tree, root, row)) {
          if (pattern.tests.length === 0 || testsHold(tree, pattern, captures, text))
            found.push({ pattern: pattern.index, captures: captures.map((capture) => placed(tree, capture)) });
        }
      }
    }
    return found;
  }

  private add(pattern: Pattern, root: NodePattern): void {
    if (root.type === undefined) return;
    const known = this.byRoot[root.type];
    if (known) known.push({ pattern, root });
    else this.byRoot[root.type] = [{ pattern, root }];
  }
}

function placed(tree: FlatTree, { name, row }: Found): Capture {
  return { name, node: { start: tree.startOf(row), end: tree.endOf(row) } };
}

/** Not a piece of punctuation or a reserved word, and no text the parser stepped over. */
function isNamed(tree: FlatTree, row: number): boolean {
  return tree.isNamed(row) && tree.typeOf(row) !== ERROR;
}

function waysOf(tree: FlatTree, pattern: NodePattern, row: number): readonly Way[] {
  if (pattern.type === undefined ? !isNamed(tree, row) : tree.typeOf(row) !== pattern.type) return NO_WAYS;
  const own = pattern.captures.length === 0 ? NO_CAPTURES : pattern.captures.map((name) => ({ name, row }));
  if (pattern.children.length === 0 && own === NO_CAPTURES) return PLAIN;
  let ways: readonly Way[] = [{ captures: own, child: -1 }];
  let at = 0;
  for (const child of pattern.children) {
    at++;
    const all = child.captures || pattern.children[at]?.next === true;
    const [only] = ways;
    ways = ways.length === 1 && only ? longer(tree, only, child, row, all) : ways.flatMap((way) => longer(tree, way, child, row, all));
    if (ways.length === 0) break;
  }
  return ways;
}

/** The ways that go on with a child. `all`: with each that fits, else with the first one. */
function longer(tree: FlatTree, way: Way, step: ChildPattern, parent: number, all: boolean): readonly Way[] {
  const found: Way[] = [];
  const limits = step.next || step.last || way.child >= 0 ? limitsOf(tree, step, parent, way.child) : undefined;
  const { field } = step;
  const after = tree.afters[parent] ?? 0;
  for (let child = parent + 1; child < after; child = tree.afters[child] ?? after) {
    if (field !== undefined ? tree.fields[child] !== field : step.named && !tree.isNamed(child)) continue;
    if (limits && !fits(tree, child, limits)) continue;
    for (const option of step.options) {
      for (const { captures } of waysOf(tree, option, child)) found.push({ captures: join(way.captures, captures), child });
    }
    if (found.length > 0 && !all) break;
  }
  return found.length === 0 && step.optional ? [way] : found;
}

function join(first: readonly Found[], second: readonly Found[]): readonly Found[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

/** Where a child has to stand; -1 for no limit. */
interface Limits {
  before: number;
  from: number;
  nearest: number;
  final: number;
}

function limitsOf(tree: FlatTree, { next, last }: ChildPattern, parent: number, before: number): Limits {
  const from = before >= 0 ? tree.endOf(before) : tree.startOf(parent);
  const named = next || last ? tree.children(parent).filter((child) => tree.isNamed(child)) : [];
  return {
    before,
    from,
    // Punctuation may stand before the nearest named node, nothing else.
    nearest: next ? (named.find((child) => child !== before && tree.startOf(child) >= from) ?? -1) : -1,
    final: last ? (named.at(-1) ?? -1) : -1,
  };
}

function fits(tree: FlatTree, child: number, { before, from, nearest, final }: Limits): boolean {
  return (
    (before < 0 || (child !== before && tree.startOf(child) >= from)) &&
    (nearest < 0 || child === nearest || tree.endOf(child) <= tree.startOf(nearest)) &&
    (final < 0 || child === final || tree.startOf(child) >= tree.endOf(final))
  );
}

function testsHold(tree: FlatTree, { tests }: Pattern, captures: readonly Found[], text: string): boolean {
  return tests.every(({ capture, holds }) => captures.every(({ name, row }) => name !== capture || holds(text.slice(tree.startOf(row), tree.endOf(row)))));
}
