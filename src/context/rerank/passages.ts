import type { CodeSymbol } from '../../contract/context.js';

/** Longest text of one passage in characters: a few hundred tokens, which every embedding model takes whole. */
const LONGEST = 1_200;
const MOST_BODIES = 2;

export interface PassageFile {
  path: string;
  text: string;
  symbols: readonly CodeSymbol[];
  /** The symbols that fit the query, best first. */
  matching: readonly CodeSymbol[];
}

/** What is embedded of a file: its outline (path, documentation, heads of its symbols), and the bodies that fit the query best. Pure. */
export function passagesOf({ path, text, symbols, matching }: PassageFile): string[] {
  const lines = text.split(/\r?\n/);
  const heads = symbols.map(({ signature, doc }) => (doc ? `${signature} — ${doc}` : signature));
  const outline = [path, ...(heads.length > 0 ? heads : lines)].join('\n');
  const bodies = matching.slice(0, MOST_BODIES).map(({ start_line, line, end_line }) => [path, ...lines.slice((start_line ?? line) - 1, end_line)].join('\n'));
  return [outline, ...bodies].map((passage) => passage.slice(0, LONGEST));
}

/** Words that models were trained to see before a question and before a text, by the model's name. Others take both as they are. */
const TRAINED_WORDS: ReadonlyArray<{ model: RegExp; query: string; passage: string }> = [
  { model: /nomic-embed/i, query: 'search_query: ', passage: 'search_document: ' },
  { model: /embeddinggemma/i, query: 'task: search result | query: ', passage: 'title: none | text: ' },
  { model: /mxbai-embed/i, query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  { model: /arctic-embed2/i, query: 'query: ', passage: '' },
  { model: /arctic-embed|bge-(?:small|base|large)-en/i, query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  {
    model: /qwen3-embedding/i,
    query: 'Instruct: Given a question about a project, find the source files that it is about\nQuery: ',
    passage: '',
  },
];

export function trainedWords(model: string): { query: string; passage: string } {
  const { query = '', passage = '' } = TRAINED_WORDS.find((entry) => entry.model.test(model)) ?? {};
  return { query, passage };
}
