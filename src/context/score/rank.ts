import type { CodeSymbol } from '../../contract/context.js';
import { linesOf, type Posting } from '../store/postings.js';
import type { FieldCounts } from '../words/file-terms.js';
import type { PathKind } from '../words/path-kind.js';
import { splitWord, termsOf, wholeTerm } from '../words/words.js';
import { scoreWords } from './bm25f.js';
import { type FeatureValues, weigh } from './features.js';
import { type History, scoreCoChange, scoreHistory } from './history.js';
import { type Neighbours, scoreNeighbours } from './neighbours.js';
import { type ScoredPart, scoreParts } from './parts.js';
import type { ParsedQuery } from './query.js';
import { type Evidence, explain } from './reasons.js';

export interface RankFile {
  path: string;
  kind: PathKind;
  lengths: FieldCounts;
  /** Indexes of the files it imports. */
  imports: readonly number[];
}

export interface RankInput {
  query: ParsedQuery;
  files: readonly RankFile[];
  /** For each term of the query: postings whose `file` is an index into `files`. */
  postings: ReadonlyMap<string, readonly Posting[]>;
  history?: History;
  /** Asked for the best files only. */
  symbolsOf(file: number): readonly CodeSymbol[];
  /** Replaces the weights, for training. */
  score?(values: FeatureValues): number;
}

export interface Ranked {
  file: number;
  score: number;
  named: boolean;
  values: FeatureValues;
  reasons: string[];
  parts: ScoredPart[];
}

/** So many of the best files by words get the dearer features. */
const CANDIDATES = 150;

/** Orders files for a query, best first; files with nothing to say for them are left out. Pure. */
export function rankFiles(input: RankInput): Ranked[] {
  const { query, files, postings } = input;
  const size = files.length;
  const words = scoreWords(query.stems, postings, { size, lengths: files.map((file) => file.lengths) });
  const named = findNamed(query.mentions, files);
  const byPath = new Map(files.map((file, index) => [file.path, index]));
  const fileOf = (path: string): number | undefined => byPath.get(path);
  const past = input.history && scoreHistory(input.history, query.stems, size, fileOf);

  const penalty = files.map(({ kind }) => demotion(kind, query));
  const demoted = words.total.map((value, file) => value * (penalty[file] ?? 1));
  const pool = choose(demoted, named, past?.words);
  const strongest = Math.max(1e-9, ...pool.map((file) => demoted[file] ?? 0));
  const strong = new Map(
    [...pool]
      .sort((a, b) => (demoted[b] ?? 0) - (demoted[a] ?? 0))
      .slice(0, 10)
      .map((file) => [file, (demoted[file] ?? 0) / strongest]),
  );
  const neighbours: Neighbours = scoreNeighbours(files, words.total, demoted);
  const coChange = input.history && scoreCoChange(input.history, new Map([...strong].slice(0, 5)), size, fileOf);
  const exact = exactNames(query, postings, size);
  const parts = new Map(pool.map((file) => [file, partsOf(input, file, words.idf)]));
  const bestPart = new Map([...parts].map(([file, list]) => [file, (list[0]?.score ?? 0) + 0.3 * (list[1]?.score ?? 0)]));

  const top = {
    words: maximum(words.total, pool),
    body: maximum(words.fields.body, pool),
    names: maximum(words.fields.names, pool),
    comments: maximum(words.fields.comments, pool),
    path: maximum(words.fields.path, pool),
    base: maximum(words.fields.base, pool),
    part: Math.max(1e-9, ...bestPart.values()),
    history: past ? maximum(past.words, pool) : 1,
    activity: past ? maximum(past.activity, pool) : 1,
    coChange: coChange ? maximum(coChange, pool) : 1,
    exact: maximum(exact.defined, pool),
    uses: maximum(exact.used, pool),
  };
  const at = (list: Float64Array | undefined, file: number, best: number): number => (list ? (list[file] ?? 0) / best : 0);
  const order = new Map([...pool].sort((a, b) => (demoted[b] ?? 0) - (demoted[a] ?? 0)).map((file, index) => [file, index]));

  return pool
    .flatMap((file): Ranked[] => {
      const info = files[file];
      if (!info) return [];
      const { kind } = info;
      const values: FeatureValues = {
        words: at(words.total, file, top.words),
        wordsRank: 1 / (1 + (order.get(file) ?? CANDIDATES) / 3),
        body: at(words.fields.body, file, top.body),
        names: at(words.fields.names, file, top.names),
        comments: at(words.fields.comments, file, top.comments),
        path: at(words.fields.path, file, top.path),
        base: at(words.fields.base, file, top.base),
        coverage: words.coverage[file] ?? 0,
        exactNames: at(exact.defined, file, top.exact),
        usesNames: at(exact.used, file, top.uses),
        bestPart: (bestPart.get(file) ?? 0) / top.part,
        baseShare: baseShare(info.path, query.stems),
        importsStrong: neighbours.imports[file] ?? 0,
        importedByStrong: neighbours.importers[file] ?? 0,
        siblings: neighbours.siblings[file] ?? 0,
        testPartner: neighbours.tests[file] ?? 0,
        history: at(past?.words, file, top.history),
        activity: at(past?.activity, file, top.activity),
        coChange: at(coChange, file, top.coChange),
        importers: Math.min(1, Math.log1p(neighbours.importerCount[file] ?? 0) / 4),
        size: Math.min(1, Math.log1p(info.lengths.body) / 10),
        isTest: kind.test && !query.wantsTests ? 1 : 0,
        isDoc: kind.doc && !query.wantsDocs ? 1 : 0,
        isConfig: kind.config && !query.wantsConfig ? 1 : 0,
        isGenerated: kind.generated ? 1 : 0,
        isOther: kind.source || kind.doc || kind.config ? 0 : 1,
      };
      const isNamed = named.has(file);
      const score = (input.score ?? weigh)(values) + (isNamed ? 1_000 : 0);
      const evidence: Evidence = {
        named: isNamed,
        info,
        query,
        words,
        values,
        parts: parts.get(file) ?? [],
        strongest: neighbours.because.get(file),
        files,
        file,
        postings,
      };
      return [{ file, score, named: isNamed, values, reasons: input.score ? [] : explain(evidence), parts: parts.get(file) ?? [] }];
    })
    .sort((a, b) => b.score - a.score || ((files[a.file]?.path ?? '') < (files[b.file]?.path ?? '') ? -1 : 1));
}

/** Files a query names: by their whole path, its end, or the bare name when few files have it. */
function findNamed(mentions: readonly string[], files: readonly RankFile[]): Set<number> {
  const named = new Set<number>();
  for (const mention of mentions) {
    const wanted = mention.replace(/^\.?\//, '');
    const hits: number[] = [];
    for (const [index, { path }] of files.entries()) if (path === wanted || path.endsWith(`/${wanted}`)) hits.push(index);
    const exact = hits.find((index) => files[index]?.path === wanted);
    if (exact !== undefined) named.add(exact);
    else if (hits.length <= 3) for (const index of hits) named.add(index);
  }
  return named;
}

function demotion(kind: PathKind, query: ParsedQuery): number {
  if (kind.generated) return 0.05;
  if (kind.test) return query.wantsTests ? 0.9 : 0.05;
  if (kind.doc) return query.wantsDocs ? 0.9 : 0.05;
  if (kind.config) return query.wantsConfig ? 0.6 : 0.1;
  return kind.source ? 1 : 0.3;
}

function choose(scores: Float64Array, named: ReadonlySet<number>, past: Float64Array | undefined): number[] {
  const best = (list: Float64Array, most: number): number[] =>
    Array.from(list.keys())
      .filter((file) => (list[file] ?? 0) > 0)
      .sort((a, b) => (list[b] ?? 0) - (list[a] ?? 0))
      .slice(0, most);
  return [...new Set([...named, ...best(scores, CANDIDATES), ...(past ? best(past, 30) : [])])];
}

function maximum(list: Float64Array, pool: readonly number[]): number {
  let best = 1e-9;
  for (const file of pool) best = Math.max(best, list[file] ?? 0);
  return best;
}

/** Exact names of the query: defined here, used here. Rare names weigh more. */
function exactNames(query: ParsedQuery, postings: RankInput['postings'], size: number): { defined: Float64Array; used: Float64Array } {
  const defined = new Float64Array(size);
  const used = new Float64Array(size);
  for (const [name, weight] of query.names) {
    const found = postings.get(name) ?? [];
    const definers = found.filter(({ counts }) => counts.names > 0).length;
    for (const { file, counts } of found) {
      if (counts.names > 0) defined[file] = (defined[file] ?? 0) + weight / Math.sqrt(definers);
      if (counts.body > 0) used[file] = (used[file] ?? 0) + (weight * Math.log1p(counts.body)) / Math.sqrt(found.length);
    }
  }
  return { defined, used };
}

function partsOf({ query, postings, symbolsOf }: RankInput, file: number, idf: ReadonlyMap<string, number>): ScoredPart[] {
  const symbols = symbolsOf(file);
  if (symbols.length === 0) return [];
  const terms = [];
  for (const [term, weight] of query.stems) {
    const posting = postings.get(term)?.find((candidate) => candidate.file === file);
    if (posting) terms.push({ term, worth: (idf.get(term) ?? 0) * weight, lines: linesOf(posting) });
  }
  for (const [term, weight] of query.names) {
    const posting = postings.get(term)?.find((candidate) => candidate.file === file);
    if (posting) terms.push({ term, worth: 2 * weight, lines: linesOf(posting) });
  }
  return scoreParts(symbols, terms, (symbol) => {
    const { stems, whole } = termsOf(symbol.name);
    let worth = 1.5 * (query.names.get(whole ?? wholeTerm(symbol.name)) ?? 0);
    for (const stem of new Set(stems)) worth += ((idf.get(stem) ?? 0) * (query.stems.get(stem) ?? 0)) / Math.sqrt(stems.length);
    return worth;
  });
}

/** Share of the words of the file's name that the query has. */
function baseShare(path: string, stems: ReadonlyMap<string, number>): number {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\..*$/, '');
  const parts = termsOf(name.replace(/[^\p{L}\p{N}]+/gu, '_')).stems;
  if (parts.length === 0 || splitWord(name).length === 0) return 0;
  return parts.filter((part) => stems.has(part)).length / parts.length;
}
