import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { FlatTree } from './flat-tree.js';

/** Reads a tree through tree-sitter's own cursor: slow, seven calls a node, and always right. False when it has more nodes than `most`: then the first ones were read. */
export function readWithCursor(tree: Tree, into: FlatTree, most = Number.POSITIVE_INFINITY): boolean {
  into.clear();
  const cursor = tree.walk();
  try {
    const open = [addNode(cursor, into)];
    while (open.length > 0) {
      if (into.length > most) return false;
      if (cursor.gotoFirstChild()) {
        open.push(addNode(cursor, into));
        continue;
      }
      for (;;) {
        into.close(open.pop() ?? 0);
        if (open.length === 0) return true;
        if (cursor.gotoNextSibling()) {
          open.push(addNode(cursor, into));
          break;
        }
        cursor.gotoParent();
      }
    }
    return true;
  } finally {
    cursor.delete();
  }
}

function addNode(cursor: TreeCursor, into: FlatTree): number {
  return into.add(cursor.nodeTypeId, cursor.startIndex, cursor.endIndex, cursor.currentFieldId, cursor.nodeIsNamed ? 1 : 0);
}
