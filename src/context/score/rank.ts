import type { CodeSymbol } from '../../contract/context.js';
import type { Posting } from '../store/postings.js';
import { besideStrong } from './beside.js';
import { scoreWords } from './bm25f.js';
import { byPlace, chooseCandidates, maximum, standingOut, strongest } from './candidates.js';
import { type CloseLook, literalWorth, lookClosely } from './close-look.js';
import { type FeatureValues, weigh } from './features.js';
import { type History, scoreCoChange, scoreHistory } from './history.js';
import { demotion, kindFeatures } from './kind-fit.js';
import { findNamed } from './named-files.js';
import { scoreNeighbours } from './neighbours.js';
import type { ScoredPart } from './parts.js';
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

/** Orders files for a query, best first; files with nothing to say for them are left out. `explained`: so many of the best get reasons. Pure. */
export function rankFiles(input: RankInput, explained = 100): Ranked[] {
  const { query, files, postings, history } = input;
  const size = files.length;
  const words = scoreWords(query, postings, { size, lengths: files.map((file) => file.lengths) });
  const named = findNamed(query.mentions, files);
  const byPath = new Map<string, number>();
  files.forEach(({ path }, index) => {
    byPath.set(path, index);
  });
  const fileOf = (path: string): number | undefined => byPath.get(path);
  const past = history && scoreHistory(history, query.stems, size, fileOf);

  const demotions = files.map(({ kind }) => demotion(kind, query.wishes));
  const demote = (scores: Float64Array): Float64Array => scores.map((score, file) => score * (demotions[file] ?? 1));
  const demoted = demote(words.total);
  const uses = scoreUses(query, postings, size);
  const pool = chooseCandidates({ words: demoted, names: demote(uses), messages: past?.messages }, named);
  const neighbours = scoreNeighbours(files, words.total, demoted);
  const together = history && scoreCoChange(history, strongest(demoted, pool), size, fileOf);
  const paths = fitPaths(query, files);
  const looks = lookClosely(query, pool, postings, words.idf, input.symbolsOf);

  const share = (list: Float64Array | undefined): ((file: number) => number) => {
    const most = maximum(list ? pool.map((file) => list[file] ?? 0) : []);
    return (file) => (list?.[file] ?? 0) / most;
  };
  const shareOf = (value: (look: CloseLook) => number): ((file: number) => number) => {
    const values = new Map([...looks].map(([file, look]) => [file, value(look)]));
    const most = maximum([...values.values()]);
    return (file) => (values.get(file) ?? 0) / most;
  };
  const usesShare = share(uses);
  const outstanding = (value: (file: number) => number): ((file: number) => number) => standingOut(value, pool);
  const measures = {
    cover: share(words.cover),
    words: share(demoted),
    wordsAhead: outstanding((file) => demoted[file] ?? 0),
    wordsRank: byPlace(demoted, pool),
    titleRank: byPlace(demote(words.title), pool),
    exactBase: paths.exactBase,
    baseShare: paths.baseShare,
    folderShare: paths.folderShare,
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
    activity: share(past?.activity),
    coChange: share(together),
    language: paths.language,
  };

  const measured = pool.flatMap((file) => {
    const info = files[file];
    if (!info) return [];
    const own = Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, value(file)])) as Record<keyof typeof measures, number>;
    const values: FeatureValues = { ...own, besideStrong: 0, ...kindFeatures(info.kind, query.wishes) };
    return [{ file, path: info.path, values, score: weigh(values) }];
  });
  const beside = besideStrong(measured);
  const ranked = measured.map(({ file, values: alone }, index): Ranked => {
    const values = { ...alone, besideStrong: beside[index] ?? 0 };
    const score = weigh(values) + (named.has(file) ? NAMED : 0);
    return { file, score, named: named.has(file), values, reasons: [], parts: looks.get(file)?.parts ?? [] };
  });
  const pathOf = (file: number | undefined): string | undefined => (file === undefined ? undefined : files[file]?.path);
  ranked.sort((a, b) => b.score - a.score || ((pathOf(a.file) ?? '') < (pathOf(b.file) ?? '') ? -1 : 1));
  return ranked.map((entry, place) => {
    if (place >= explained) return entry;
    const importer = pathOf(neighbours.because.get(entry.file));
    return {
      ...entry,
      reasons: explain({ ...entry, query, idf: words.idf, path: pathOf(entry.file) ?? '', postings: looks.get(entry.file)?.postings, importer }),
    };
  });
}

/** Names of the query that are used in a file; rare names weigh more. */
function scoreUses(query: ParsedQuery, postings: RankInput['postings'], size: number): Float64Array {
  const used = new Float64Array(size);
  for (const [name, weight] of query.names) {
    const found = postings.get(name) ?? [];
    for (const { file, counts } of found) if (counts.body > 0) used[file] = (used[file] ?? 0) + (weight * Math.log1p(counts.body)) / Math.sqrt(found.length);
  }
  return used;
}
