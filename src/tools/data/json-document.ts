import { type DataDocument, lineAt } from './document.js';
import { indentOf } from './value-text.js';

/** JSON, with comments and trailing commas where the file's kind allows them. `strict` counts those as problems. */
export async function readJson(text: string, strict: boolean): Promise<DataDocument> {
  const jsonc = await import('jsonc-parser');
  const errors: Array<{ error: number; offset: number; length: number }> = [];
  const options = { allowTrailingComma: !strict, disallowComments: strict, allowEmptyContent: false };
  const tree = jsonc.parseTree(text.replace(/^\ufeff/, ' '), errors, options);
  const { tabs, size } = indentOf(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return {
    format: 'json',
    value: tree ? plainValue(tree) : undefined,
    problems: errors.map(({ error, offset }) => ({ ...lineAt(text, offset), message: words(jsonc.printParseErrorCode(error)) })),
    source(path) {
      const node = tree && jsonc.findNodeAtLocation(tree, [...path]);
      return node && text.slice(node.offset, node.offset + node.length);
    },
    async set(path, value) {
      const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
      const body = text.slice(bom.length);
      const edits = jsonc.modify(body, [...path], value, { formattingOptions: { insertSpaces: !tabs, tabSize: size, eol } });
      return bom + jsonc.applyEdits(body, edits);
    },
  };
}

/** Own properties only: a key `__proto__` is a key like others. */
function plainValue(node: { type: string; value?: unknown; children?: ReadonlyArray<{ children?: readonly unknown[] }> }): unknown {
  if (node.type === 'array') return (node.children ?? []).map((child) => plainValue(child as Parameters<typeof plainValue>[0]));
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).flatMap(({ children = [] }) => {
    const [key, value] = children as Array<Parameters<typeof plainValue>[0]>;
    return key && value ? [[String(key.value), plainValue(value)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
