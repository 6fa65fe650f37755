import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'yaml';
import { ToolError } from '../../contract/error.js';
import { type DataDocument, lineAt } from './document.js';
import { indentOf, type Step, valueAt } from './value-text.js';

type Stringify = typeof import('yaml').stringify;

/** YAML 1.2 with comments, order, anchors and quotes kept. A scalar is replaced in place; only other changes go through the Document API. */
export async function readYaml(text: string): Promise<DataDocument> {
  const yaml = await import('yaml');
  // Its warnings would go to stderr as Node's own, with what is in the file.
  const parsed = yaml.parseAllDocuments(text, { keepSourceTokens: true, strict: true, uniqueKeys: true, logLevel: 'error' });
  const documents: Document[] = Array.isArray(parsed) ? (parsed as Document[]) : [];
  const several = documents.length > 1;
  const problems = documents.flatMap((each) => each.errors.map((error) => ({ ...lineAt(text, error.pos[0]), message: error.message.split('\n')[0] ?? '' })));
  const plain = problems.length > 0 ? [] : documents.map((each) => toPlain(each));
  const value = several ? plain : (plain[0] ?? null);
  const nodeAt = (path: readonly Step[]) => {
    const [document, inner] = several ? [documents[Number(path[0])], path.slice(1)] : [documents[0], path];
    return { document, inner, node: inner.length === 0 ? document?.contents : document?.getIn(inner, true) };
  };
  return {
    format: 'yaml',
    value,
    problems,
    source: () => undefined,
    async set(path, wanted) {
      if (several && path.length === 0) throw new ToolError('invalid_args', `The file has ${documents.length} documents; name one: $[0]…`);
      const { document, inner, node } = nodeAt(path);
      if (several && !document) throw new ToolError('not_found', `The file has ${documents.length} documents.`);
      const inPlace = yaml.isScalar(node) && isScalarValue(wanted) ? replaceScalar(text, node, wanted, yaml.stringify) : undefined;
      if (inPlace !== undefined && (await means(inPlace))) return inPlace;
      const changed = document ?? new yaml.Document(null);
      // An alias is followed: the value it stands for would change everywhere, so it is replaced by its own copy.
      if (inner.length === 0) changed.contents = changed.createNode(wanted) as typeof changed.contents;
      else changed.setIn(inner, changed.createNode(wanted));
      const result = write(documents.length === 0 ? [changed] : documents, text);
      if (await means(result)) return result;
      throw new ToolError('failed', 'This change cannot be made without changing more of the file (anchors or tags); use edit instead.');

      async function means(result: string): Promise<boolean> {
        const again = await readYaml(result);
        return again.problems.length === 0 && isDeepStrictEqual(valueAt(again.value, path), JSON.parse(JSON.stringify(wanted)));
      }
    },
  };
}

/** The text with another value in place of this scalar, in its quotes; undefined where that takes more than replacing. */
function replaceScalar(
  text: string,
  node: { range?: readonly number[] | null; type?: string | undefined },
  wanted: unknown,
  stringify: Stringify,
): string | undefined {
  const [start, end] = node.range ?? [];
  if (start === undefined || end === undefined || node.type?.startsWith('BLOCK') || start === end) return undefined;
  const quoted = typeof wanted === 'string' && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') ? node.type : 'PLAIN';
  const written = stringify(wanted, { defaultStringType: quoted, lineWidth: 0 }).trimEnd();
  return written.includes('\n') ? undefined : text.slice(0, start) + written + text.slice(end);
}

/** Documents as text, in the style of the text they came from. */
function write(documents: readonly Document[], text: string): string {
  const { size, tabs } = indentOf(text.replace(/^\s*#.*$/gm, ''));
  const style = {
    lineWidth: 0,
    indent: tabs ? 2 : Math.max(1, Math.min(8, size)),
    indentSeq: !/^( *)[^\s#-][^\n]*:\s*\n\1- /m.test(text),
    flowCollectionPadding: /\{ /.test(text),
  };
  const result = documents
    .map((each, index) => each.toString({ ...style, directives: index > 0 ? true : undefined } as Parameters<Document['toString']>[0]))
    .join('');
  return text.includes('\r\n') ? result.replace(/\r?\n/g, '\r\n') : result;
}

function toPlain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ToolError('failed', `The YAML cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isScalarValue(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}
