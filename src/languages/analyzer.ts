import type { Node, Parser, Query } from 'web-tree-sitter';
import type { FileAnalysis } from '../contract/context.js';
import type { Analyzer } from '../contract/language.js';
import { createParser, loadGrammar, startRuntime } from '../lib/tree-sitter.js';
import { type Captures, readCaptures } from './captures.js';
import { languageOf } from './detect.js';
import type { Language } from './language.js';
import { Lines } from './lines.js';
import { functionMetrics } from './metrics.js';
import { collectReferences } from './references.js';
import { buildSymbols } from './symbols.js';

/** Longest one file may take, in milliseconds, for the parser and again for the query; a pathological file is then listed without symbols. */
const PARSE_BUDGET_MS = 3_000;
const CALLS_PER_LOOK = 256;
const SYNTAX_ERRORS = '\n(ERROR) @error\n(MISSING) @error\n';
const MOST_ERROR_LINES = 20;

/** Tools of parsers that died. Kept for ever: cleaning up after them would enter the broken WebAssembly memory and end the process. */
const dead: unknown[] = [];

/** Made once a process (or worker): grammars and queries load when a file first needs them. */
export function createAnalyzer(): Analyzer {
  const loaded = new Map<Language, Promise<LoadedLanguage>>();
  return {
    async analyze(path, text) {
      const language = languageOf(path, text);
      if (!language) return undefined;
      let ready = loaded.get(language);
      if (!ready) {
        ready = load(language);
        loaded.set(language, ready);
        ready.catch(() => loaded.delete(language));
      }
      const tools = await ready;
      try {
        return analyzeText(tools, text);
      } catch (error) {
        dead.push(loaded);
        throw error;
      }
    },
  };
}

interface LoadedLanguage {
  language: Language;
  parser: Parser;
  query: Query;
}

async function load(language: Language): Promise<LoadedLanguage> {
  const [grammar, parser, { Query }] = await Promise.all([loadGrammar(language.grammar), createParser(language.grammar), startRuntime()]);
  return { language, parser, query: new Query(grammar, language.query + SYNTAX_ERRORS) };
}

function analyzeText({ language, parser, query }: LoadedLanguage, text: string): FileAnalysis {
  const tree = language.isDeadly?.(text) ? null : parser.parse(text, null, { progressCallback: stopAfter(PARSE_BUDGET_MS) });
  if (!tree) {
    parser.reset();
    return { language: language.name, symbols: [], imports: [], references: [], functions: [], errors: 1, errorLines: [1] };
  }
  try {
    const root = tree.rootNode;
    const captures = readCaptures(query.matches(root, { progressCallback: stopAfter(PARSE_BUDGET_MS) }));
    const lines = new Lines(text);
    const symbols = buildSymbols(language, captures, text, lines);
    return {
      language: language.name,
      symbols: symbols.map((entry) => entry.symbol),
      imports: captures.imports.flatMap(({ node, inner }) => {
        const line = node.startPosition.row + 1;
        return (language.readImport?.(text.slice(node.startIndex, node.endIndex), inner) ?? []).map((item) => ({ ...item, line }));
      }),
      references: language.keywords === undefined ? [] : collectReferences(language, captures, symbols, text),
      functions: functionMetrics(captures, symbols),
      ...syntaxErrors(captures, root),
    };
  } finally {
    tree.delete();
  }
}

/** How often the parser had to step over or make up something, and where. */
function syntaxErrors(captures: Captures, root: Node): { errors: number; errorLines: number[] } {
  if (!root.hasError) return { errors: 0, errorLines: [] };
  const rows = captures.errors.length > 0 ? captures.errors : [root.startPosition.row];
  const lines = [...new Set(rows)].sort((a, b) => a - b).map((row) => row + 1);
  return { errors: rows.length, errorLines: lines.slice(0, MOST_ERROR_LINES) };
}

/** Truthy ends the work of the parser, which asks very often: looking at the clock each time would cost more than the parsing. */
function stopAfter(milliseconds: number): () => boolean {
  let asked = 0;
  let end: number | undefined;
  return () => {
    if (++asked % CALLS_PER_LOOK !== 0) return false;
    end ??= performance.now() + milliseconds;
    return performance.now() > end;
  };
}
