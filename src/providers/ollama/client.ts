import type { Ollama } from 'ollama/browser';
import type { z } from 'zod';
import type { ChatClient, ChatDelta, ChatRequest, Embedder, InstalledModel, LoadedModel, ModelInfo, ModelManager, PullProgress } from '../../contract/chat.js';
import { isOCodeError, OCodeError } from '../../contract/error.js';
import { interrupted, streamLost } from '../connection-error.js';
import { type Http, notThisApi } from '../http.js';
import { modelNotFound } from '../model-not-found.js';
import { errorFromLine } from '../server-error.js';
import { streamChat } from './chat.js';
import { isCloudName, toModelInfo } from './model-info.js';
import { packageFetch } from './package-fetch.js';
import { readTags } from './tags.js';
import { embedShape, psShape, pullShape, showShape, versionShape } from './wire.js';

/**
 * An Ollama server. What happens before the first token of every run (`chat`, `list`) is read directly, see `streamChat`; the rest goes through
 * the `ollama` package, loaded when it is needed, on connections of our own.
 */
export class OllamaClient implements ChatClient, ModelManager, Embedder {
  readonly provider = 'ollama';
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get host(): string {
    return this.#http.host;
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
    try {
      yield* streamChat(this.#http, request, signal);
    } catch (error) {
      throw await this.#withNearest(error, request.model, signal);
    }
  }

  async describe(model: string, signal: AbortSignal): Promise<ModelInfo> {
    try {
      return toModelInfo(model, this.#parse(showShape, await this.#ask(signal, (ollama) => ollama.show({ model }), model)));
    } catch (error) {
      throw await this.#withNearest(error, model, signal);
    }
  }

  async list(signal: AbortSignal): Promise<InstalledModel[]> {
    const models = readTags(await this.#http.sendForJson({ method: 'GET', path: '/api/tags' }, signal));
    if (!models) throw notThisApi(this.host, this.#http.words);
    return models.map(({ name, size, modified_at, digest, remote_host }) => ({
      name,
      size,
      modified_at,
      ...(digest ? { digest } : {}),
      ...(remote_host || isCloudName(name) ? { remote: true } : {}),
    }));
  }

  async version(signal: AbortSignal): Promise<string> {
    return this.#parse(versionShape, await this.#ask(signal, (ollama) => ollama.version())).version;
  }

  async loaded(signal: AbortSignal): Promise<LoadedModel[]> {
    return this.#parse(psShape, await this.#ask(signal, (ollama) => ollama.ps())).models;
  }

  /** Throws `model_not_found` when the registry has no such model. Leaving early stops the download; what came is kept by the server. */
  async *pull(model: string, signal: AbortSignal): AsyncGenerator<PullProgress> {
    const own = new AbortController();
    const both = AbortSignal.any([signal, own.signal]);
    try {
      for await (const line of await this.#ask(both, (ollama) => ollama.pull({ model, stream: true }), model)) {
        const { error: _, ...progress } = this.#parse(pullShape, line);
        yield progress;
      }
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      throw pullError(error, model, this.#http);
    } finally {
      own.abort();
    }
  }

  async embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    if (texts.length === 0) return [];
    const { embeddings } = this.#parse(embedShape, await this.#ask(signal, (ollama) => ollama.embed({ model, input: [...texts] }), model));
    if (embeddings.length === texts.length) return embeddings;
    throw new OCodeError('server_error', `${this.#http.words.name} sent ${embeddings.length} vectors for ${texts.length} texts`, { retryable: true });
  }

  /** A package client for one request: the package has no signal of its own. */
  async #ask<T>(signal: AbortSignal, ask: (ollama: Ollama) => Promise<T>, model?: string): Promise<T> {
    const { Ollama } = await import('ollama/browser');
    return ask(new Ollama({ host: this.host, fetch: packageFetch(this.#http, signal, model) }));
  }

  #parse<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    throw notThisApi(this.host, this.#http.words);
  }

  async #withNearest(error: unknown, model: string, signal: AbortSignal): Promise<unknown> {
    if (!isOCodeError(error) || error.code !== 'model_not_found') return error;
    const installed = await this.list(signal).catch(() => []);
    return modelNotFound(
      model,
      installed.map(({ name }) => name),
      this.#http.words,
      error,
    );
  }
}

/** The package throws a plain Error for an error line and for a stream that ends without success. */
function pullError(error: unknown, model: string, http: Http): unknown {
  if (isOCodeError(error) || !(error instanceof Error)) return error;
  if (/file does not exist|not found/i.test(error.message)) {
    return new OCodeError('model_not_found', `the registry has no model ${JSON.stringify(model)}`, { hint: 'look at its name and tag', cause: error });
  }
  return /did not receive done/i.test(error.message) ? streamLost(error, http.words) : errorFromLine(error.message, http.words);
}
