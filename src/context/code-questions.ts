import { readFile } from 'node:fs/promises';
import type { CodeIndex, CodeSymbol, FileAnalysis, FunctionMetric, GraphFile, ReferenceHit, SymbolHit } from '../contract/context.js';
import { buildGraph, findCycles, findEntryPoints, findHubs, findImpact } from './graph/graph.js';
import { nearestNames } from './graph/nearest-names.js';
import type { Indexer } from './indexer.js';
import type { Snapshot } from './snapshot.js';
import type { IndexedFile } from './store/catalog.js';
import { kindOfPath } from './words/path-kind.js';
import { termsOf, wholeTerm } from './words/words.js';

const MOST_HITS = 50;
const MOST_REFERENCES = 2_000;

/** Answers questions of tools from the index. Each brings the index up to date first. */
export class CodeQuestions implements CodeIndex {
  constructor(
    protected readonly indexer: Indexer,
    private readonly root: string,
    private readonly readable: (absolutePath: string) => boolean,
  ) {}

  async findSymbol(name: string, { path, signal }: { path?: string; signal: AbortSignal }): Promise<{ hits: SymbolHit[]; nearest: string[] }> {
    const snapshot = await this.indexer.refresh({ signal });
    const { owner, member } = splitName(name);
    const hits: SymbolHit[] = [];
    for (const { file, names } of filesWith(snapshot, member)) {
      if (names === 0 || !isWithin(file.path, path)) continue;
      const wanted = snapshot.store.symbolsOf(file.id).filter((symbol) => symbol.name === member && (owner === undefined || symbol.parent === owner));
      if (wanted.length === 0) continue;
      const lines = (await this.text(file.path))?.split(/\r?\n/);
      if (!lines) continue;
      for (const symbol of wanted)
        hits.push({ ...symbol, path: file.path, source: lines.slice((symbol.start_line ?? symbol.line) - 1, symbol.end_line).join('\n') });
    }
    hits.sort((a, b) => weightOf(b) - weightOf(a) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
    return { hits: hits.slice(0, MOST_HITS), nearest: hits.length > 0 ? [] : nearestNames(member, snapshot.store.definedNames()) };
  }

  async findReferences(name: string, { path, signal }: { path?: string; signal: AbortSignal }): Promise<ReferenceHit[]> {
    const snapshot = await this.indexer.refresh({ signal });
    const { member } = splitName(name);
    const hits: ReferenceHit[] = [];
    const files = [...filesWith(snapshot, member)].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
    for (const { file } of files) {
      if (!isWithin(file.path, path) || hits.length >= MOST_REFERENCES) continue;
      const lines = snapshot.store.usesOf(file.id, member);
      if (lines.length === 0) continue;
      const text = (await this.text(file.path))?.split(/\r?\n/);
      if (!text) continue;
      const symbols = snapshot.store.symbolsOf(file.id);
      for (const line of lines) hits.push({ path: file.path, line, text: (text[line - 1] ?? '').trim(), ...around(symbols, line) });
    }
    return hits.slice(0, MOST_REFERENCES);
  }

  async symbols(path: string, signal: AbortSignal): Promise<CodeSymbol[]> {
    const { store, indexed } = await this.indexer.refresh({ signal });
    const file = indexed.get(path);
    return file ? store.symbolsOf(file.id) : [];
  }

  async analyzeText(path: string, text: string, signal: AbortSignal): Promise<FileAnalysis | undefined> {
    signal.throwIfAborted();
    const analysis = await this.indexer.analyze(path, text);
    return analysis && { ...analysis, imports: await this.indexer.resolveImports(path, analysis.language, analysis.imports, signal) };
  }

  async graph(signal: AbortSignal): Promise<GraphFile[]> {
    const { indexed } = await this.indexer.refresh({ wholeGraph: true, signal });
    return buildGraph(new Map([...indexed.values()].filter(({ language }) => language !== undefined).map(({ path, edges }) => [path, edges])));
  }

  async cycles(signal: AbortSignal): Promise<string[][]> {
    return findCycles(await this.graph(signal));
  }

  async hubs(signal: AbortSignal): Promise<Array<{ path: string; importers: number }>> {
    return findHubs(await this.graph(signal));
  }

  async entryPoints(signal: AbortSignal): Promise<string[]> {
    return findEntryPoints(await this.graph(signal), isProgram);
  }

  async impact(path: string, signal: AbortSignal): Promise<Array<{ path: string; distance: number }>> {
    return findImpact(await this.graph(signal), path);
  }

  async complexity(path: string | undefined, signal: AbortSignal): Promise<Array<FunctionMetric & { path: string }>> {
    const { store, indexed } = await this.indexer.refresh({ signal });
    return [...indexed.values()]
      .filter((file) => file.language !== undefined && isWithin(file.path, path))
      .flatMap((file) => store.functionsOf(file.id).map((metric) => ({ ...metric, path: file.path })))
      .sort((a, b) => b.complexity - a.complexity || (a.path < b.path ? -1 : 1));
  }

  async files(signal: AbortSignal): Promise<string[]> {
    return (await this.indexer.list(signal)).map(({ path }) => path);
  }

  private async text(path: string): Promise<string | undefined> {
    const absolute = `${this.root}/${path}`;
    return this.readable(absolute) ? readFile(absolute, 'utf8').catch(() => undefined) : undefined;
  }
}

/** Sources of programs, not tests, documents or settings. */
export function isProgram(path: string): boolean {
  const kind = kindOfPath(path);
  return kind.source && !kind.test && !kind.doc && !kind.generated && !kind.config;
}

/** Files in which a name may stand, by the index of words. */
function* filesWith({ store, indexed }: Snapshot, name: string): Generator<{ file: IndexedFile; names: number }> {
  const byId = new Map([...indexed.values()].map((file) => [file.id, file]));
  const terms = termsFor(name);
  if (terms === undefined) return yield* [...byId.values()].map((file) => ({ file, names: 1 }));
  const found = new Map<number, number>();
  for (const term of terms) {
    for (const { file, counts } of store.postings.read(term)) found.set(file, Math.max(found.get(file) ?? 0, counts.names));
  }
  for (const [id, names] of found) {
    const file = byId.get(id);
    if (file) yield { file, names };
  }
}

/** `Parser.parse`, `Parser::parse` and `parser#parse` name a member of an owner. */
function splitName(name: string): { owner?: string; member: string } {
  const parts = name
    .trim()
    .replace(/\(\)$/, '')
    .split(/::|[.#]/)
    .filter(Boolean);
  const member = parts[parts.length - 1] ?? name;
  const owner = parts[parts.length - 2];
  return owner === undefined ? { member } : { owner, member };
}

/** Undefined: a name of which the index has no word, as `$` or `T`; it may stand anywhere. */
function termsFor(name: string): string[] | undefined {
  const { stems, whole } = termsOf(name);
  if (whole === undefined && stems.length === 0) return undefined;
  // A name of one part, or one that is too long for the index, stands in bodies under its stems only; definitions always have the exact name too.
  return [...new Set([wholeTerm(name), ...(whole === undefined || stems.length === 1 ? stems.slice(0, 1) : [])])];
}

function isWithin(path: string, scope: string | undefined): boolean {
  if (scope === undefined || scope === '' || scope === '.') return true;
  const wanted = scope.replace(/^\.\//, '').replace(/\/$/, '');
  return path === wanted || path.startsWith(`${wanted}/`);
}

function around(symbols: readonly CodeSymbol[], line: number): { within?: string } {
  let best: CodeSymbol | undefined;
  for (const symbol of symbols) {
    if ((symbol.start_line ?? symbol.line) > line || symbol.end_line < line || symbol.line === symbol.end_line) continue;
    if (!best || symbol.end_line - symbol.line <= best.end_line - best.line) best = symbol;
  }
  return best ? { within: best.name } : {};
}

/** Exported code before tests and small things. */
function weightOf({ path, exported, kind }: SymbolHit): number {
  return (isProgram(path) ? 4 : 0) + (exported ? 2 : 0) + (['field', 'property', 'enum_member', 'variable', 'key'].includes(kind) ? 0 : 1);
}
