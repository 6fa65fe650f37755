import type { Language, Tree } from 'web-tree-sitter';
import { treeSitterMemory } from '../../lib/tree-sitter.js';
import { FlatTree } from './flat-tree.js';
import { type GrammarTables, readGrammarTables } from './grammar-tables.js';
import { readFromMemory } from './read-from-memory.js';
import { readWithCursor } from './read-with-cursor.js';

/** So many trees are read both ways before the fast one is believed, each by its first nodes: a cursor takes as long for a node as the parser. */
const TRIALS = 4;
const TRIAL_NODES = 500;
/** Hidden cells a node of a tree may have, about. */
const CELLS_A_NODE = 50;

/**
 * Trees of one grammar as rows of numbers. They are read out of tree-sitter's memory, whose layout is no promise: the first trees of each grammar
 * are compared with what its cursor says, and when the two differ the cursor reads all others too.
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
    const { id, descendantCount } = tree.rootNode;
    if (this.trials === TRIALS) {
      readFromMemory(memory, tables, id, flat);
      return flat;
    }
    this.trials++;
    this.trusted = readFromMemory(memory, tables, id, flat, CELLS_A_NODE * (descendantCount + 1)) && flat.length === descendantCount && beginsRight(tree);
    if (!this.trusted) readWithCursor(tree, flat);
    return flat;
  }
}

/** Are the rows of `flat` those the cursor meets? */
function beginsRight(tree: Tree): boolean {
  readWithCursor(tree, sure, TRIAL_NODES);
  return flat.beginsAs(sure);
}

const flat = new FlatTree();
const sure = new FlatTree();
