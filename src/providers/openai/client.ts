import type { ChatClient, ChatDelta, ChatRequest, Embedder, InstalledModel, ModelInfo } from '../../contract/chat.js';
import { isOCodeError, OCodeError } from '../../contract/error.js';
import { interrupted, streamLost } from '../connection-error.js';
import { type Http, notThisApi, release } from '../http.js';
import { readLines } from '../lines.js';
import { modelNotFound } from '../model-not-found.js';
import { completionBody } from './messages.js';
import { embeddingsShape, findListed, type ListedModel, modelsShape, toModelInfo } from './models.js';
import { CompletionReader } from './stream.js';

/** Any server that speaks OpenAI's chat completions. The base address of `http` ends with the version, as `/v1`. */
export class OpenAiClient implements ChatClient, Embedder {
  readonly provider = 'openai';
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get host(): string {
    return this.#http.host;
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    const http = this.#http;
    const answer = await http
      .send({ method: 'POST', path: '/chat/completions', body: completionBody(request), model: request.model }, signal)
      .catch(async (error: unknown) => {
        throw await this.#withNearest(error, request.model, signal);
      });
    const reader = new CompletionReader(http.words);
    try {
      for await (const lines of readLines(answer)) {
        const { deltas, failure } = reader.readAll(lines);
        for (const delta of deltas) {
          if (signal.aborted) throw interrupted(signal);
          yield delta;
        }
        if (failure !== undefined) throw failure;
        if (reader.ended) break;
      }
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      throw isOCodeError(error) ? error : streamLost(error, http.words);
    } finally {
      if (reader.frames.unread > 0) http.debug(`${reader.frames.unread} lines of the answer were not JSON`);
      if (reader.ended) release(answer);
      else answer.destroy();
    }
    if (signal.aborted) throw interrupted(signal);
    const end = reader.finish();
    if (end) yield* end;
    else throw reader.frames.isForeign ? notThisApi(http.host, http.words) : streamLost(undefined, http.words);
  }

  /** A server without a list of models is believed to have the one asked for. */
  async describe(model: string, signal: AbortSignal): Promise<ModelInfo> {
    let models: ListedModel[];
    try {
      models = await this.#models(signal);
    } catch (error) {
      if (isOCodeError(error) && error.code === 'model_unreachable' && error.details.status === 404) return toModelInfo(model, undefined);
      throw error;
    }
    const listed = findListed(model, models);
    if (!listed && models.length > 0)
      throw modelNotFound(
        model,
        models.map(({ id }) => id),
        this.#http.words,
      );
    return toModelInfo(model, listed);
  }

  async list(signal: AbortSignal): Promise<InstalledModel[]> {
    return (await this.#models(signal)).map(({ id, created }) => ({ name: id, size: 0, modified_at: timeOf(created) }));
  }

  async embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    if (texts.length === 0) return [];
    const value = await this.#http.sendForJson({ method: 'POST', path: '/embeddings', body: JSON.stringify({ model, input: texts }), model }, signal);
    const parsed = embeddingsShape.safeParse(value);
    if (!parsed.success) throw notThisApi(this.host, this.#http.words);
    const vectors = parsed.data.data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    if (vectors.length === texts.length) return vectors;
    throw new OCodeError('server_error', `${this.#http.words.name} sent ${vectors.length} vectors for ${texts.length} texts`, { retryable: true });
  }

  async #models(signal: AbortSignal): Promise<ListedModel[]> {
    const parsed = modelsShape.safeParse(await this.#http.sendForJson({ method: 'GET', path: '/models' }, signal));
    if (!parsed.success) throw notThisApi(this.host, this.#http.words);
    return parsed.data.data;
  }

  async #withNearest(error: unknown, model: string, signal: AbortSignal): Promise<unknown> {
    if (!isOCodeError(error) || error.code !== 'model_not_found') return error;
    const models = await this.#models(signal).catch(() => []);
    return modelNotFound(
      model,
      models.map(({ id }) => id),
      this.#http.words,
      error,
    );
  }
}

/** ISO text of a time in seconds; empty for one that no calendar has. */
function timeOf(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) || time.getFullYear() > 9999 ? '' : time.toISOString();
}
