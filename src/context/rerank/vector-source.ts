import type { Embedder } from '../../contract/chat.js';
import { sha256 } from '../../lib/hash.js';
import type { VectorCache } from '../store/vectors.js';

/** Texts of one request: few enough to come back in time on a slow machine, many enough that requests cost nothing. */
const BATCH = 12;

/** Vectors of texts, from the cache where it has them. A text is known by its hash, so a changed file costs only what changed of it. */
export class VectorSource {
  private readonly known = new Map<string, Float32Array>();

  constructor(
    private readonly cache: VectorCache,
    private readonly model: string,
    private readonly embedder: (signal: AbortSignal) => Promise<Embedder>,
  ) {}

  /** Asks for what is missing, batch by batch in the order given; what came before a failure stays, here and in the cache. */
  async load(texts: readonly string[], signal: AbortSignal): Promise<void> {
    const wanted = [...new Map(texts.map((text) => [sha256(text), text]))];
    for (const [hash, vector] of this.cache.read(
      this.model,
      wanted.map(([hash]) => hash),
    ))
      this.known.set(hash, vector);
    const missing = wanted.filter(([hash]) => !this.known.has(hash));
    if (missing.length === 0) return;
    const embedder = await this.embedder(signal);
    for (let from = 0; from < missing.length; from += BATCH) {
      const batch = missing.slice(from, from + BATCH);
      const vectors = await embedder.embed(
        this.model,
        batch.map(([, text]) => text),
        signal,
      );
      const found = batch.map(([hash], index): [string, Float32Array] => [hash, Float32Array.from(vectors[index] ?? [])]);
      for (const [hash, vector] of found) this.known.set(hash, vector);
      this.cache.write(this.model, found);
    }
  }

  /** Undefined when it has not come, or has another dimension than `like`: the model behind the name has changed. */
  get(text: string, like?: Float32Array): Float32Array | undefined {
    const vector = this.known.get(sha256(text));
    return vector && vector.length > 0 && (like === undefined || like.length === vector.length) ? vector : undefined;
  }

  /** Forgets cached vectors of these texts, here and in the cache. */
  forget(texts: readonly string[]): void {
    const hashes = texts.map((text) => sha256(text));
    for (const hash of hashes) this.known.delete(hash);
    this.cache.remove(this.model, hashes);
  }
}
