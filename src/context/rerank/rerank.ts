import type { Embedder } from '../../contract/chat.js';
import { isOCodeError } from '../../contract/error.js';
import type { Ranked } from '../score/rank.js';
import type { VectorCache } from '../store/vectors.js';
import { type PassageFile, passagesOf, trainedWords } from './passages.js';
import { cosine, reorder } from './reorder.js';
import { VectorSource } from './vector-source.js';

/** The embedding model a person chose, and how to reach it. */
export interface Embeddings {
  model: string;
  /** Called only when a vector is missing. */
  embedder(signal: AbortSignal): Promise<Embedder>;
  /** Called when files could not be re-ranked, with what a person should know. */
  warn(text: string): void;
  /** Milliseconds that embedding may take before an answer. Default 4,000. */
  patience?: number;
}

export interface RerankRequest {
  query: string;
  ranked: readonly Ranked[];
  cache: VectorCache;
  /** Undefined when the file cannot be shown: it is judged by its path. */
  fileOf(entry: Ranked): Promise<PassageFile>;
  signal: AbortSignal;
}

const PATIENCE = 4_000;
/** So many of the best files are looked at. */
const RERANKED = 20;

/**
 * Orders the best files anew by how near they are in meaning. When time runs out the files that have their vectors are ordered and the rest stays;
 * when the model fails, everything stays. Both are warned of. Never throws for the model's sake.
 */
export async function rerank(request: RerankRequest, { model, embedder, warn, patience = PATIENCE }: Embeddings): Promise<Ranked[]> {
  const words = trainedWords(model);
  const query = words.query + request.query.slice(0, 4_000);
  const files = await Promise.all(request.ranked.slice(0, RERANKED).map((entry) => request.fileOf(entry)));
  if (files.length < 2) return [...request.ranked];
  const passages = files.map((file) => passagesOf(file).map((passage) => words.passage + passage));
  const source = new VectorSource(request.cache, model, embedder);
  const timeout = AbortSignal.timeout(patience);
  const signal = AbortSignal.any([request.signal, timeout]);
  let failure: unknown;
  try {
    await source.load([query, ...passages.flat()], signal);
    const wrong = outdated(source, query, passages.flat());
    if (wrong.length > 0) {
      source.forget(wrong);
      await source.load(wrong, signal);
    }
  } catch (error) {
    failure = error;
  }
  const similarities = similaritiesOf(source, query, passages);
  if (failure !== undefined && !request.signal.aborted) {
    const why = timeout.aborted ? `it took longer than ${patience / 1000} s` : explain(failure);
    warn(`context.embedding_model ${model}: ${similarities.length} of ${files.length} files re-ranked: ${why}`);
  }
  return reorder(request.ranked, similarities, model);
}

/** Vectors that cannot be compared with the query's: made by an earlier model of that name. The query's own may be the old one. */
function outdated(source: VectorSource, query: string, passages: readonly string[]): string[] {
  const dimension = source.get(query);
  return passages.some((passage) => source.get(passage, dimension) === undefined) ? [query, ...passages] : [];
}

/** The best passage of each file, up to the first file that lacks one. */
function similaritiesOf(source: VectorSource, query: string, passages: ReadonlyArray<readonly string[]>): number[] {
  const own = source.get(query);
  const similarities: number[] = [];
  if (!own) return similarities;
  for (const texts of passages) {
    const vectors = texts.map((text) => source.get(text, own));
    if (vectors.includes(undefined)) break;
    similarities.push(Math.max(...vectors.map((vector) => (vector ? cosine(own, vector) : -1))));
  }
  return similarities.length > 1 ? similarities : [];
}

function explain(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  return isOCodeError(failure) && failure.hint ? `${message} (${failure.hint})` : message;
}
