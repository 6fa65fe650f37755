import type { Node } from 'web-tree-sitter';

const ERROR = 65_535;

/** A node of the syntax tree that remembers what it was asked: each question crosses into WebAssembly. Positions are UTF-16 indices. */
export class TreeNode {
  private knownEnd: number | undefined;
  private knownType: number | undefined;
  private all: TreeNode[] | undefined;
  private named: TreeNode[] | undefined;
  private byField: Map<number, TreeNode[]> | undefined;

  constructor(private readonly node: Node) {}

  get id(): number {
    return this.node.id;
  }

  get start(): number {
    return this.node.startIndex;
  }

  get end(): number {
    this.knownEnd ??= this.node.endIndex;
    return this.knownEnd;
  }

  get type(): number {
    this.knownType ??= this.node.typeId;
    return this.knownType;
  }

  /** Not a piece of punctuation or a reserved word, and no text the parser stepped over. */
  get isNamed(): boolean {
    return this.type !== ERROR && this.node.isNamed;
  }

  children(): readonly TreeNode[] {
    this.all ??= wrapped(this.node.children);
    return this.all;
  }

  namedChildren(): readonly TreeNode[] {
    this.named ??= wrapped(this.node.namedChildren);
    return this.named;
  }

  childrenIn(field: number): readonly TreeNode[] {
    this.byField ??= new Map();
    const known = this.byField.get(field);
    if (known) return known;
    const found = wrapped(this.node.childrenForFieldId(field));
    this.byField.set(field, found);
    return found;
  }
}

function wrapped(nodes: ReadonlyArray<Node | null>): TreeNode[] {
  const found: TreeNode[] = [];
  for (const node of nodes) if (node) found.push(new TreeNode(node));
  return found;
}
