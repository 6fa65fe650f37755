// A stand-in for Ollama over real HTTP: scripted answers, Ollama's own errors, faults on request, a record of what arrived.
// Plain JavaScript, so that the demo can start it without a build. `node test/fakes/ollama-server.mjs [port]` serves one fixed answer.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { ollamaFrames, openaiFrames, toSteps } from './ollama-frames.mjs';
import { DEFAULT_CAPABILITIES, hash, listed, loaded, shown, vector, withTag } from './ollama-models.mjs';
import { drop, sendError, sendJson, sendStatus, sleep, write } from './ollama-writing.mjs';

/** @typedef {import('./ollama-server.mjs').FakeModel} FakeModel @typedef {import('./ollama-server.mjs').Received} Received @typedef {import('./ollama-server.mjs').FakeOptions} FakeOptions */

export const FAKE_MODEL = 'fake-coder:latest';
const OUT_OF_TURNS = 'The script has no more answers.';

/** @param {FakeOptions} [options] @returns {Promise<import('./ollama-server.mjs').FakeOllama>} */
export async function startFakeOllama(options = {}) {
  const state = {
    options,
    models: (options.models ?? [{}]).map((model) => ({ ...model, name: withTag(model.name ?? FAKE_MODEL) })),
    turns: [...(options.turns ?? [])],
    /** @type {Received[]} */ requests: [],
    /** @type {Received[]} */ chats: [],
    /** @type {Received[]} */ asides: [],
    connections: 0,
  };
  const server = createServer((request, response) => {
    serve(state, request, response).catch(() => response.destroy());
  });
  server.on('connection', () => state.connections++);
  await new Promise((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    model: state.models[0]?.name ?? FAKE_MODEL,
    requests: state.requests,
    chats: state.chats,
    asides: state.asides,
    models: state.models,
    get connections() {
      return state.connections;
    },
    get left() {
      return state.turns.length;
    },
    push: (...turns) => void state.turns.push(...turns),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {any} state @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function serve(state, request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  const { pathname } = new URL(request.url ?? '/', 'http://fake');
  /** @type {Received} */
  const received = { method: request.method ?? '', path: pathname, headers: request.headers, text, body: parse(text), aborted: false };
  state.requests.push(received);
  response.on('close', () => {
    if (!response.writableFinished && !received.dropped) received.aborted = true;
  });
  if (state.options.bearer && request.headers.authorization !== `Bearer ${state.options.bearer}`) return sendError(response, 401, 'unauthorized', pathname);

  const name = received.body?.model ?? received.body?.name ?? '';
  const model = state.models.find((/** @type {FakeModel} */ each) => each.name === withTag(name));
  // Any prefix before /api or /v1 is taken, as behind a proxy.
  switch (`${request.method} ${pathname.replace(/^.*?(?=\/(?:api|v1)\/)/, '')}`) {
    case 'GET /api/version':
      return sendJson(response, { version: '0.33.1' });
    case 'GET /api/tags':
      return sendJson(response, { models: state.models.map(listed) });
    case 'GET /api/ps':
      return sendJson(response, { models: state.options.isLoaded?.() === false ? [] : state.models.slice(0, 1).map(loaded) });
    case 'GET /v1/models':
      return sendJson(response, {
        object: 'list',
        data: state.models.map((/** @type {FakeModel} */ each) => ({
          id: each.name,
          object: 'model',
          created: 1,
          owned_by: 'fake',
          max_model_len: each.contextLength ?? 32768,
        })),
      });
    case 'POST /api/show':
      return model ? sendJson(response, shown(model)) : sendError(response, 404, `model '${name}' not found`, pathname);
    case 'POST /api/embed':
      return embed(state, received, model, response);
    case 'POST /api/pull':
      return pull(state, withTag(name), response);
    case 'POST /api/chat':
    case 'POST /v1/chat/completions':
      return chat(state, received, model, response);
    default:
      response.writeHead(pathname === '/' ? 200 : 404, { 'content-type': 'text/plain' });
      return response.end(pathname === '/' ? 'Ollama is running' : '404 page not found');
  }
}

/** @param {any} state @param {Received} received @param {FakeModel | undefined} model @param {import('node:http').ServerResponse} response */
async function chat(state, received, model, response) {
  const { body, path } = received;
  if (!body?.model) return sendError(response, 400, 'model is required', path);
  if (!model) return sendError(response, 404, `model '${body.model}' not found`, path);
  const refusal = refuse(model, body, path.includes('/v1/'));
  if (refusal) return sendError(response, 400, refusal, path);
  if (!path.includes('/v1/') && !body.messages?.length)
    return sendJson(response, { model: body.model, message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' });

  const prompt = countTokens(body);
  const limit = Math.min(body.options?.num_ctx ?? 4096, model.contextLength ?? 32768);
  if (state.options.enforceContext && prompt > limit) {
    received.overflow = { tokens: prompt, limit };
    if (body.truncate === false)
      return sendError(response, 400, `request (${prompt} tokens) exceeds the available context size (${limit} tokens), try increasing it`, path);
  }
  let turn = nextTurn(state, received);
  while (typeof turn === 'function') turn = await turn(received);
  await play(turn ?? OUT_OF_TURNS, received, { prompt, answer: state.chats.length + state.asides.length }, response, state.options);
}

/** What Ollama refuses before it asks the model. @param {FakeModel} model @param {any} body @param {boolean} openai */
function refuse(model, body, openai) {
  const capabilities = model.capabilities ?? DEFAULT_CAPABILITIES;
  if (body.tools?.length && !capabilities.includes('tools')) return `registry.ollama.ai/library/${model.name} does not support tools`;
  if (openai) return undefined;
  if (!capabilities.includes('completion')) return `"${body.model}" does not support chat`;
  if (body.think && !capabilities.includes('thinking')) return `"${body.model}" does not support thinking`;
  const stringly = body.messages?.some((/** @type {any} */ message) =>
    message.tool_calls?.some((/** @type {any} */ call) => typeof call.function?.arguments !== 'object'),
  );
  return stringly ? 'json: cannot unmarshal string into Go struct field .messages.tool_calls.function.arguments' : undefined;
}

/** Requests that are no part of the conversation (another system message, no tools) take no turn. @param {any} state @param {Received} received */
function nextTurn(state, received) {
  const first = state.chats[0]?.body;
  const differs = first && !received.body.tools?.length && JSON.stringify(first.messages?.[0]) !== JSON.stringify(received.body.messages?.[0]);
  if (differs && state.options.aside !== false) {
    state.asides.push(received);
    return state.options.aside ?? 'A short summary.';
  }
  state.chats.push(received);
  return state.turns.length > 0 ? state.turns.shift() : state.options.rest;
}

/** @param {any} turn @param {Received} received @param {{ prompt: number, answer: number }} counts @param {import('node:http').ServerResponse} response @param {FakeOptions} options */
async function play(turn, received, counts, response, options) {
  const framing = turn.framing ?? 'frames';
  const openai = received.path.includes('/v1/');
  const frames = openai ? openaiFrames(received.body.model, counts, received.body.stream_options?.include_usage) : ollamaFrames(received.body.model, counts);
  let packed = '';
  for (const step of toSteps(turn.steps ?? turn)) {
    if (response.destroyed) return;
    if ('wait' in step) await sleep(step.wait, response);
    else if ('status' in step) return sendStatus(response, step, received.path);
    else if ('drop' in step) return drop(received, response);
    else {
      // Headers come with the first token.
      if (!response.headersSent) response.writeHead(200, { 'content-type': frames.contentType });
      const text = frames.encode(step);
      if (framing === 'packed') packed += text;
      else await write(response, text, framing);
      if (options.chunkDelayMs) await sleep(options.chunkDelayMs, response);
    }
  }
  response.end(packed);
}

/** @param {any} state @param {Received} received @param {FakeModel | undefined} model @param {import('node:http').ServerResponse} response */
async function embed(state, { body, path }, model, response) {
  if (!model) return sendError(response, 404, `model '${body?.model}' not found`, path);
  const answer = state.options.embed ?? vector;
  const embeddings = await Promise.all([body.input].flat().map((/** @type {string} */ text) => answer(text)));
  sendJson(response, { model: body.model, embeddings, total_duration: 1, load_duration: 1, prompt_eval_count: embeddings.length });
}

/** @param {any} state @param {string} name @param {import('node:http').ServerResponse} response */
async function pull(state, name, response) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const digest = `sha256:${hash(name)}`;
  const steps =
    state.options.pullSteps ??
    (name.startsWith('missing')
      ? [{ status: 'pulling manifest' }, { error: 'pull model manifest: file does not exist' }]
      : [
          { status: 'pulling manifest' },
          { status: 'pulling layer', digest, total: 1000 },
          { status: 'pulling layer', digest, total: 1000, completed: 1000 },
          { status: 'success' },
        ]);
  for (const step of steps) await write(response, `${JSON.stringify(step)}\n`, 'frames');
  if (!name.startsWith('missing') && !state.models.some((/** @type {FakeModel} */ each) => each.name === name)) state.models.push({ name });
  response.end();
}

/** This server's tokens: four characters each. @param {any} body */
export function countTokens({ messages = [], tools = [] }) {
  return Math.ceil((JSON.stringify(messages).length + (tools.length > 0 ? JSON.stringify(tools).length : 0)) / 4);
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const fake = await startFakeOllama({ port: Number(process.argv[2] ?? 11434), rest: 'I am a stand-in, not a model.' });
  console.log(`a stand-in for Ollama listens at ${fake.url} with the model ${fake.model}`);
}
