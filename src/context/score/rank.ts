import type { CodeSymbol } from '../../contract/context.js';
import type { Posting } from '../store/postings.js';
import { besideStrong } from './beside.js';
import { scoreWords } from './bm25f.js';
import { byPlace, chooseCandidates, highest, maximum, standingOut, strongest } from './candidates.js';
import { type CloseLook, literalWorth, lookClosely } from './close-look.js';
import { FEATURES, type FeatureValues, type Measures, weigh } from './features.js';
import { type History, type HistoryFiles, scoreCoChange, scoreHistory, wordsOfCommits } from './history.js';
import { demotion, kindFeatures } from './kind-fit.js';
import { findNamed } from './named-files.js';
import { scoreNeighbours } from './neighbours.js';
import { fitOtherWords } from './other-words.js';
import type { ScoredPart } from './parts.js';
import { pastWords } from './past-words.js';
import { fitPaths } from './path-fit.js';
import type { ParsedQuery } from './query.js';
import type { RankFile } from './rank-file.js';
import { explain } from './reasons.js';

export interface RankInput {
  query: ParsedQuery;
  files: readonly RankFile[];
  /** For each term of the query: postings whose `file` is an index into `files`. */
  postings: ReadonlyMap<string, readonly Posting[]>;
  history?: History;
  /** Asked for the best files only. */
  symbolsOf(file: number): readonly CodeSymbol[];
}

export interface Ranked {
  file: number;
  score: number;
  named: boolean;
  values: FeatureValues;
  reasons: string[];
  parts: ScoredPart[];
}

/** Files named in the query come first, whatever the rest says. */
const NAMED = 1_000;
/** A share of uses below which less makes no difference. */
const FEWEST = 0.02;
const NOTHING = Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as FeatureValues;

/** Orders files for a query, best first; files with nothing to say for them are left out. `explained`: so many of the best get reasons. Pure. */
export function rankFiles(input: RankInput, explained = 100): Ranked[] {
  const { query, files, postings, history } = input;
  const size = files.length;
  const words = scoreWords(query, postings, { size, lengths: files.map((file) => file.lengths) });
  const named = findNamed(query.mentions, files);
  const touched = history ? filesOf(history, files) : [];
  const messages = history && wordsOfCommits(history, query.stems);
  const past = history && messages && scoreHistory(history, touched, messages, size);

  const demotions = new Float64Array(size);
  for (let file = 0; file < size; file++) demotions[file] = demotion(files[file]?.kind, query.wishes);
  const demote = (scores: Float64Array): Float64Array => {
    const demoted = new Float64Array(size);
    for (let file = 0; file < size; file++) demoted[file] = (scores[file] ?? 0) * (demotions[file] ?? 1);
    return demoted;
  };
  const demoted = demote(words.total);
  const uses = scoreUses(query, postings, size);
  const pool = chooseCandidates({ words: demoted, names: demote(uses), messages: past?.messages }, named);
  const neighbours = scoreNeighbours(files, words.total, demoted);
  const together = history && scoreCoChange(history, touched, strongest(demoted, pool), size);
  const paths = fitPaths(query, files);
  const pathOf = (file: number | undefined): string => (file === undefined ? '' : (files[file]?.path ?? ''));
  const others = fitOtherWords(query, words.idf, history && messages && pastWords(history, touched, messages, query), pathOf);
  const looks = lookClosely(query, pool, postings, words.idf, input.symbolsOf);

  const share = (list: Float64Array | undefined): ((file: number) => number) => {
    if (!list) return () => 0;
    const most = highest(list, pool);
    return (file) => (list[file] ?? 0) / most;
  };
  const shareOf = (value: (look: CloseLook) => number): ((file: number) => number) => {
    const worthOf = (file: number): number => {
      const look = looks.get(file);
      return look ? value(look) : 0;
    };
    const most = maximum(pool.map(worthOf));
    return (file) => worthOf(file) / most;
  };
  const usesShare = share(uses);
  const outstanding = (value: (file: number) => number): ((file: number) => number) => standingOut(value, pool);
  const measures: Measures = {
    cover: share(words.cover),
    words: share(demoted),
    wordsAhead: outstanding((file) => demoted[file] ?? 0),
    wordsRank: byPlace(demoted, pool),
    titleRank: byPlace(demote(words.title), pool),
    exactBase: paths.exactBase,
    baseShare: paths.baseShare,
    folderShare: paths.folderShare,
    likeWords: others.likeWords,
    window: shareOf(({ lines }) => lines.window),
    windowAhead: outstanding((file) => looks.get(file)?.lines.window ?? 0),
    phrases: shareOf(({ lines }) => lines.phrases),
    literals: shareOf(literalWorth(query, looks)),
    bestPart: shareOf(({ bestPart }) => bestPart),
    likeliestPart: outstanding((file) => looks.get(file)?.likeliest ?? 0),
    usesNames: usesShare,
    usesAny: (file: number) => 1 + Math.log(FEWEST + usesShare(file)) / 4,
    scope: paths.scope,
    importedByStrong: (file: number) => neighbours.importers[file] ?? 0,
    testedByStrong: share(neighbours.tests),
    messages: share(past?.messages),
    bestMessage: share(past?.bestMessage),
    votes: share(past?.votes),
    likeMessage: outstanding((file) => past?.likeness[file] ?? 0),
    pastWords: outstanding(others.pastWords),
    activity: share(past?.activity),
    coChange: share(together),
    language: paths.language,
  };

  const measured = Object.keys(measures) as Array<keyof Measures>;
  const ranked = pool.map((file): Ranked => {
    const values: FeatureValues = { ...NOTHING, ...kindFeatures(files[file]?.kind, query.wishes) };
    for (const feature of measured) values[feature] = measures[feature](file);
    return { file, score: weigh(values), named: named.has(file), values, reasons: [], parts: looks.get(file)?.parts ?? [] };
  });
  const beside = besideStrong(ranked.map(({ file, score }) => ({ path: pathOf(file), score })));
  ranked.forEach((entry, index) => {
    entry.values.besideStrong = beside[index] ?? 0;
    entry.score = weigh(entry.values) + (entry.named ? NAMED : 0);
  });
  ranked.sort((a, b) => b.score - a.score || (pathOf(a.file) < pathOf(b.file) ? -1 : 1));
  for (const entry of ranked.slice(0, explained)) {
    const importer = pathOf(neighbours.because.get(entry.file)) || undefined;
    entry.reasons = explain({ ...entry, query, idf: words.idf, path: pathOf(entry.file), postings: looks.get(entry.file)?.postings, importer });
  }
  return ranked;
}

/** For each path of the history the file it is now. */
function filesOf({ paths }: History, files: readonly RankFile[]): HistoryFiles {
  const indexes = new Map<string, number>();
  for (let file = 0; file < files.length; file++) indexes.set(files[file]?.path ?? '', file);
  return paths.map((path) => indexes.get(path));
}

/** Names of the query that are used in a file; rare names weigh more. */
function scoreUses(query: ParsedQuery, postings: RankInput['postings'], size: number): Float64Array {
  const used = new Float64Array(size);
  for (const [name, weight] of query.names) {
    const found = postings.get(name) ?? [];
    for (let at = 0; at < found.length; at++) {
      const posting = found[at];
      if (!posting || posting.counts.body === 0) continue;
      used[posting.file] = (used[posting.file] ?? 0) + (weight * Math.log1p(posting.counts.body)) / Math.sqrt(found.length);
    }
  }
  return used;
}
