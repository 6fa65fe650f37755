/** What the context service tells others about the project's code. Paths are relative to the root with `/`; lines count from 1. */

export const SYMBOL_KINDS = [
  'function',
  'method',
  'class',
  'interface',
  'type',
  'enum',
  'enum_member',
  'struct',
  'trait',
  'impl',
  'module',
  'namespace',
  'constant',
  'variable',
  'field',
  'property',
  'constructor',
  'macro',
  'heading',
  'key',
  'selector',
  'resource',
  'element',
] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

export interface CodeSymbol {
  name: string;
  kind: SymbolKind;
  /** Line of its name. */
  line: number;
  end_line: number;
  /** First line of the whole declaration (return type, decorators, annotations) when that is above `line`. */
  start_line?: number;
  /** Name of the enclosing symbol. */
  parent?: string;
  /** The declaration's head on one line. */
  signature: string;
  exported: boolean;
  /** First line of its documentation. */
  doc?: string;
}

export interface CodeImport {
  /** As written. */
  source: string;
  line: number;
  /** The file it means, when it is one of the project. */
  resolved?: string;
  /** All of them, `resolved` first, when it means several: a package, or several modules of one. */
  files?: string[];
  names?: string[];
}

/** Uses of one name in code (not in comments, not in strings, not its definitions): one entry a name, lines rising. */
export interface CodeReference {
  name: string;
  lines: number[];
}

export interface FunctionMetric {
  name: string;
  line: number;
  end_line: number;
  /** Cyclomatic complexity: decisions + 1 (McCabe 1976). */
  complexity: number;
  nesting: number;
}

/** One file after the parser. `errors`: number of syntax errors the parser stepped over. */
export interface FileAnalysis {
  language: string;
  symbols: CodeSymbol[];
  imports: CodeImport[];
  references: CodeReference[];
  functions: FunctionMetric[];
  errors: number;
  /** Lines of the syntax errors, at most 20. */
  errorLines: number[];
}

export type PackMode = 'file' | 'symbols' | 'signatures' | 'listed';

export interface RankedFile {
  path: string;
  /** 0 to 1, relative to the best file. */
  score: number;
  reasons: string[];
  tokens: number;
  mode: PackMode;
}

export interface ScanStats {
  files: number;
  analyzed: number;
  cached: number;
  /** Binary, too large, unreadable, or deadly to the parser. */
  skipped: number;
  ms: number;
}

export interface RankedSymbol {
  name: string;
  kind: SymbolKind;
  path: string;
  line: number;
}

/** The answer of `ContextManager.build`. `text` is what goes into the first user message; empty when nothing fits. */
export interface ContextBundle {
  query: string;
  files: RankedFile[];
  symbols: RankedSymbol[];
  stats: ScanStats;
  text: string;
  tokens: number;
  /** Things a person should know: the index was not finished, a file killed the parser. */
  notices: string[];
}

export interface SymbolHit extends CodeSymbol {
  path: string;
  /** Source of the definition. */
  source: string;
}

export interface ReferenceHit {
  path: string;
  line: number;
  text: string;
  /** Name of the function or class it stands in. */
  within?: string;
}

export interface GraphFile {
  path: string;
  imports: string[];
  importers: string[];
}

/** Questions about code that tools ask. All of them bring the index up to date first (only changed files are read). */
export interface CodeIndex {
  findSymbol(name: string, options: { path?: string; signal: AbortSignal }): Promise<{ hits: SymbolHit[]; nearest: string[] }>;
  findReferences(name: string, options: { path?: string; signal: AbortSignal }): Promise<ReferenceHit[]>;
  symbols(path: string, signal: AbortSignal): Promise<CodeSymbol[]>;
  /** Parse this text as that file would be: for syntax feedback after an edit. Undefined for unknown languages. */
  analyzeText(path: string, text: string, signal: AbortSignal): Promise<FileAnalysis | undefined>;
  graph(signal: AbortSignal): Promise<GraphFile[]>;
  complexity(path: string | undefined, signal: AbortSignal): Promise<Array<FunctionMetric & { path: string }>>;
  /** The project's files after ignore rules, relative paths. */
  files(signal: AbortSignal): Promise<string[]>;
  /** Groups of files that import each other in a circle; each starts with its first path by name. */
  cycles(signal: AbortSignal): Promise<string[][]>;
  /** Files that more than five others import, most imported first. */
  hubs(signal: AbortSignal): Promise<Array<{ path: string; importers: number }>>;
  /** Source files where programs start: no file of the project imports them and they import some, or they are named like it. */
  entryPoints(signal: AbortSignal): Promise<string[]>;
  /** All files that import this one, directly or over others, nearest first; `distance` 1: directly. */
  impact(path: string, signal: AbortSignal): Promise<Array<{ path: string; distance: number }>>;
}

/** Chooses what the model reads before it is asked. Budget in tokens. */
export interface ContextBuilder {
  build(query: string, budget: number, signal: AbortSignal): Promise<ContextBundle>;
}

/** What `ocode index --status` says. Times as ISO strings, sizes in bytes. */
export interface IndexStatus {
  /** Where the index lies; `:memory:` when the folder cannot be written. */
  path: string;
  bytes: number;
  /** Files of the project now, those of them whose index entry is valid, and those that cannot be read. */
  files: number;
  indexed: number;
  skipped: number;
  symbols: number;
  updated_at?: string;
}

/** The whole context service: what the engine, the tools and the commands use. Close it to stop workers and to write what was read. */
export interface ContextService extends ContextBuilder, CodeIndex {
  /** Begins what the next `build` or `rank` needs, for callers that have something else to wait for first. Failures come with that call. */
  prepare(query: string, signal: AbortSignal): void;
  /** Like `build`, with at most `limit` files; those that do not fit the budget are `listed`. */
  rank(query: string, options: { budget: number; limit: number }, signal: AbortSignal): Promise<ContextBundle>;
  /** Reads everything that changed. On abort what was read is kept. */
  index(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<ScanStats>;
  status(): Promise<IndexStatus>;
  clear(): Promise<void>;
  /** Keeps the index up to date until the signal aborts; tells after each update. */
  watch(onUpdate: (stats: ScanStats) => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
