import type { Language, Node } from 'web-tree-sitter';
import type { ChildPattern, NodePattern, Pattern } from './pattern.js';
import { readPatterns } from './read-patterns.js';
import { TreeNode } from './tree-node.js';

export interface Match {
  /** Place of the pattern in the file. */
  pattern: number;
  /** From the outside in, in the order of the pattern. */
  captures: readonly Capture[];
}

export interface Capture {
  name: string;
  node: TreeNode;
}

/** One way a pattern fits so far. */
interface Way {
  captures: readonly Capture[];
  /** The child that fitted last. */
  child: TreeNode | undefined;
}

const NO_WAYS: readonly Way[] = [];
const NO_CAPTURES: readonly Capture[] = [];
/** Fits, and says nothing. Most of what is tried is of these two kinds: making them anew each time is garbage. */
const PLAIN: readonly Way[] = [{ captures: NO_CAPTURES, child: undefined }];
const LOOK_EVERY = 64;

/**
 * Finds the patterns of a language in a tree. Tree-sitter's own queries do the same, but must be compiled in each process for a
 * tenth of a second; here one call collects all nodes patterns can begin with, and the rest is asked of those alone.
 */
export class PatternMatcher {
  private readonly byRoot = new Map<number, Array<{ pattern: Pattern; root: NodePattern }>>();
  private readonly rootTypes: TypeNames;

  constructor(grammar: Language, source: string) {
    const patterns = readPatterns(source, {
      typeOf: (name, named) => grammar.idForNodeType(name, named),
      fieldOf: (name) => grammar.fieldIdForName(name),
    });
    for (const pattern of patterns) for (const root of pattern.roots) this.add(pattern, root);
    this.rootTypes = new TypeNames([...this.byRoot.keys()].map((type) => grammar.nodeTypeForId(type) ?? ''));
  }

  /** In the order of the text, by where the patterns begin. Ends early, with what was found, when `stop` says so; it is asked now and then. */
  matches(tree: Node, text: string, stop: () => boolean): Match[] {
    const found: Match[] = [];
    let looked = 0;
    for (const node of tree.descendantsOfType(this.rootTypes)) {
      if (++looked % LOOK_EVERY === 0 && stop()) break;
      if (!node) continue;
      const start = new TreeNode(node);
      for (const { pattern, root } of this.byRoot.get(start.type) ?? []) {
        for (const { captures } of waysOf(root, start)) {
          if (pattern.tests.length === 0 || testsHold(pattern, captures, text)) found.push({ pattern: pattern.index, captures });
        }
      }
    }
    return found;
  }

  private add(pattern: Pattern, root: NodePattern): void {
    if (root.type === undefined) return;
    const known = this.byRoot.get(root.type);
    if (known) known.push({ pattern, root });
    else this.byRoot.set(root.type, [{ pattern, root }]);
  }
}

/** The tree is asked for these with a look-up for each of the grammar's hundreds of types. */
class TypeNames extends Array<string> {
  private readonly set: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    super();
    this.push(...names);
    this.set = new Set(names);
  }

  override includes(name: string): boolean {
    return this.set.has(name);
  }
}

function waysOf(pattern: NodePattern, node: TreeNode): readonly Way[] {
  if (pattern.type === undefined ? !node.isNamed : node.type !== pattern.type) return NO_WAYS;
  const own = pattern.captures.length === 0 ? NO_CAPTURES : pattern.captures.map((name) => ({ name, node }));
  if (pattern.children.length === 0 && own === NO_CAPTURES) return PLAIN;
  let ways: readonly Way[] = [{ captures: own, child: undefined }];
  let at = 0;
  for (const child of pattern.children) {
    at++;
    const all = child.captures || pattern.children[at]?.next === true;
    const [only] = ways;
    ways = ways.length === 1 && only ? longer(only, child, node, all) : ways.flatMap((way) => longer(way, child, node, all));
    if (ways.length === 0) break;
  }
  return ways;
}

/** The ways that go on with a child. `all`: with each that fits, else with the first one. */
function longer(way: Way, step: ChildPattern, parent: TreeNode, all: boolean): readonly Way[] {
  const found: Way[] = [];
  for (const child of candidates(step, parent, way.child)) {
    for (const option of step.options) {
      for (const { captures } of waysOf(option, child)) found.push({ captures: join(way.captures, captures), child });
    }
    if (found.length > 0 && !all) break;
  }
  return found.length === 0 && step.optional ? [way] : found;
}

function join(first: readonly Capture[], second: readonly Capture[]): readonly Capture[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

/** Children that stand where the step asks for. */
function candidates(step: ChildPattern, parent: TreeNode, before: TreeNode | undefined): readonly TreeNode[] {
  const { field, next, last } = step;
  const list = field !== undefined ? parent.childrenIn(field) : step.named ? parent.namedChildren() : parent.children();
  if (!next && !last && !before) return list;
  const from = before?.end ?? parent.start;
  // Punctuation may stand before the nearest named node, nothing else.
  const nearest = next ? parent.namedChildren().find((child) => child.id !== before?.id && child.start >= from) : undefined;
  const final = last ? parent.namedChildren().at(-1) : undefined;
  return list.filter(
    (child) =>
      (!before || (child.id !== before.id && child.start >= from)) &&
      (!nearest || child.id === nearest.id || child.end <= nearest.start) &&
      (!final || child.id === final.id || child.start >= final.end),
  );
}

function testsHold({ tests }: Pattern, captures: readonly Capture[], text: string): boolean {
  return tests.every(({ capture, holds }) => captures.every(({ name, node }) => name !== capture || holds(text.slice(node.start, node.end))));
}
