import type { Language, Tree } from 'web-tree-sitter';
import { treeSitterMemory } from '../../lib/tree-sitter.js';
import { FlatTree } from './flat-tree.js';
import { type GrammarTables, readGrammarTables } from './grammar-tables.js';
import { readFromMemory } from './read-from-memory.js';
import { readWithCursor } from './read-with-cursor.js';

/** So many trees are read both ways before the fast one is believed: the first one, and more of at most so many nodes. */
const TRIALS = 3;
const TRIAL_NODES = 4_000;
/** Hidden cells a node of a tree may have, about. */
const CELLS_A_NODE = 50;

/**
 * Trees of one grammar as rows of numbers. They are read out of tree-sitter's memory, whose layout is no promise: the first trees of each grammar
 * are read through its cursor as well, and when the two differ the cursor reads all others too.
 */
export class TreeReader {
  private readonly tables: GrammarTables | undefined;
  private trials = 0;
  private trusted: boolean;

  constructor(grammar: Language) {
    const memory = treeSitterMemory();
    const address: unknown = Reflect.get(grammar, 0);
    this.tables = memory && typeof address === 'number' ? readGrammarTables(memory, address) : undefined;
    this.trusted = this.tables !== undefined;
  }

  /** Good until the next tree is read, by whomever. */
  read(tree: Tree): FlatTree {
    const memory = treeSitterMemory();
    const { tables } = this;
    if (!this.trusted || !tables || !memory) {
      readWithCursor(tree, flat);
      return flat;
    }
    const root = tree.rootNode.id;
    if (this.trials < TRIALS && readWithCursor(tree, sure, this.trials === 0 ? undefined : TRIAL_NODES)) {
      this.trials++;
      this.trusted = readFromMemory(memory, tables, root, flat, CELLS_A_NODE * (sure.length + 1)) && flat.equals(sure);
      return sure;
    }
    readFromMemory(memory, tables, root, flat);
    return flat;
  }
}

const flat = new FlatTree();
const sure = new FlatTree();
