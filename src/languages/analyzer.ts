import type { Parser } from 'web-tree-sitter';
import type { FileAnalysis } from '../contract/context.js';
import type { Analyzer } from '../contract/language.js';
import { createParser, loadGrammar } from '../lib/tree-sitter.js';
import { readCaptures } from './captures.js';
import { languageOf } from './detect.js';
import type { Language } from './language.js';
import { Lines } from './lines.js';
import { functionMetrics } from './metrics.js';
import { PatternMatcher } from './patterns/matcher.js';
import { collectReferences } from './references.js';
import { buildSymbols } from './symbols.js';
import { syntaxErrors } from './syntax-errors.js';
import { TreeReader } from './tree/tree-reader.js';

/** Longest one file may take, in milliseconds, for the parser and again for the patterns; a pathological file is then listed without symbols. */
const PARSE_BUDGET_MS = 3_000;
const CALLS_PER_LOOK = 256;

/** Tools of parsers that died. Kept for ever: cleaning up after them would enter the broken WebAssembly memory and end the process. */
const dead: unknown[] = [];

/** Made once a process (or worker): grammars and patterns load when a file first needs them. */
export function createAnalyzer(): Analyzer {
  const loaded = new Map<Language, Promise<LoadedLanguage>>();
  const toolsFor = (language: Language): Promise<LoadedLanguage> => {
    let ready = loaded.get(language);
    if (!ready) {
      ready = load(language);
      loaded.set(language, ready);
      ready.catch(() => loaded.delete(language));
    }
    return ready;
  };
  return {
    prepare(path) {
      const language = languageOf(path, '');
      if (language) void toolsFor(language);
    },
    async analyze(path, text) {
      const language = languageOf(path, text);
      if (!language) return undefined;
      const tools = await toolsFor(language);
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
  reader: TreeReader;
  matcher: PatternMatcher;
}

async function load(language: Language): Promise<LoadedLanguage> {
  const [grammar, parser] = await Promise.all([loadGrammar(language.grammar), createParser(language.grammar)]);
  return { language, parser, reader: new TreeReader(grammar), matcher: new PatternMatcher(grammar, language.query) };
}

function analyzeText({ language, parser, reader, matcher }: LoadedLanguage, text: string): FileAnalysis {
  const tree = language.isDeadly?.(text) ? null : parser.parse(text, null, { progressCallback: stopAfter(PARSE_BUDGET_MS) });
  if (!tree) {
    parser.reset();
    return { language: language.name, symbols: [], imports: [], references: [], functions: [], errors: 1, errorLines: [1] };
  }
  try {
    const captures = readCaptures(matcher.matches(reader.read(tree), text, stopAfter(PARSE_BUDGET_MS, 1)));
    const lines = new Lines(text);
    const symbols = buildSymbols(language, captures, text, lines);
    return {
      language: language.name,
      symbols: symbols.map((entry) => entry.symbol),
      imports: captures.imports.flatMap(({ node, inner }) => {
        const line = lines.at(node.start);
        return (language.readImport?.(text.slice(node.start, node.end), inner) ?? []).map((item) => ({ ...item, line }));
      }),
      references: language.keywords === undefined ? [] : collectReferences(language, captures, symbols, text),
      functions: functionMetrics(captures, symbols),
      ...syntaxErrors(tree.rootNode),
    };
  } finally {
    tree.delete();
  }
}

/** Truthy ends the work. The parser asks very often: looking at the clock each time would cost more than the parsing. */
function stopAfter(milliseconds: number, callsPerLook = CALLS_PER_LOOK): () => boolean {
  let asked = 0;
  let end: number | undefined;
  return () => {
    if (++asked % callsPerLook !== 0) return false;
    end ??= performance.now() + milliseconds;
    return performance.now() > end;
  };
}
