import { OCodeError, type OCodeErrorOptions } from '../contract/error.js';
import { oneLine } from '../lib/truncate.js';
import { readOverflow } from './overflow.js';

/** How a provider speaks of its server: what a hint tells the person to do. */
export interface ServerWords {
  /** The server's name in messages, such as "Ollama". */
  name: string;
  /** How to start it or to name another. */
  start: string;
  /** How to give a key. */
  key: string;
  /** How to get a model that is not there. */
  get(model: string): string;
}

const MESSAGE_LENGTH = 600;
const CALL_PARSE_ERROR =
  /(?:error|failed|unable) (?:parsing|to parse|while parsing|when parsing) (?:the )?tool[ _]calls?|(?:malformed|invalid) tool[ _]call|XML syntax error/i;
const RAW_CALL = /raw='([\s\S]*)'\s*,\s*err=/;
const UNSUPPORTED = /does not support (tools|thinking|chat|insert|vision|embeddings?|generate)/i;
/** Answers of routers and proxies to an address that no API has. */
const NO_SUCH_PATH = /^(?:404 page not found|not found|no such route|cannot (?:get|post) .*)$/i;

/** The error that a status other than 2xx stands for. `body` is what came with it, whatever it was; only a server's own words are repeated. */
export function errorFromStatus(status: number, body: string, model: string | undefined, words: ServerWords, retryAfter?: string): OCodeError {
  const own = serverWords(body);
  const said = own ?? `HTTP ${status} without a reason`;
  const details: Record<string, unknown> = { status, ...(own === undefined && body ? { body: body.slice(0, MESSAGE_LENGTH) } : {}) };
  const make = (code: OCodeError['code'], options: OCodeErrorOptions = {}, message = `${words.name}: ${said}`): OCodeError =>
    new OCodeError(code, message, { ...options, details: { ...details, ...options.details } });

  const known = status >= 400 ? errorFromText(body, own ?? '', words, details) : undefined;
  if (known) return known;
  if (status < 400)
    return make(
      'model_unreachable',
      { hint: 'set the host to the address itself; redirects are not followed' },
      `${words.name}: the server sends requests elsewhere (HTTP ${status})`,
    );
  if (status === 401 || status === 403) return make('unauthorized', { hint: words.key });
  if (status === 404 && (own === undefined || NO_SUCH_PATH.test(own))) {
    return make(
      'model_unreachable',
      { hint: `the address has no ${words.name} API; look at its port and path. ${words.start}` },
      `the server answers, but not like ${words.name} (HTTP 404)`,
    );
  }
  if (status === 404) return make('model_not_found', { hint: model === undefined ? words.start : words.get(model) });
  const wait = Number(retryAfter);
  const retry = Number.isFinite(wait) && retryAfter ? { retryAfterMs: wait * 1000 } : {};
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    const hint = status === 503 || status === 429 ? 'the server is busy; try again later' : `look at the log of ${words.name}`;
    return make('server_error', { retryable: status !== 501 && status !== 505, hint, details: retry });
  }
  return make('bad_request', {
    hint:
      status === 413 ? 'something before the server limits the size of requests' : 'the server refuses the request as it is; `ocode prompt` shows what is sent',
  });
}

/** The error that a line `{"error": …}` under HTTP 200 stands for. */
export function errorFromLine(error: unknown, words: ServerWords): OCodeError {
  const raw = typeof error === 'string' ? error : JSON.stringify(error);
  const said = serverWords(JSON.stringify({ error })) ?? 'an error without a reason';
  return (
    errorFromText(raw, said, words, {}) ??
    new OCodeError('stream_error', `${words.name} stopped in the middle of the answer: ${said}`, { retryable: true, hint: `look at the log of ${words.name}` })
  );
}

/** Causes that the words tell better than the status: versions disagree about the number. */
function errorFromText(body: string, own: string, words: ServerWords, details: Record<string, unknown>): OCodeError | undefined {
  const overflow = readOverflow(`${own}\n${body}`);
  if (overflow) {
    const numbers = overflow.tokens && overflow.limit ? ` (${overflow.tokens} tokens, the window has ${overflow.limit})` : '';
    return new OCodeError('context_overflow', `the request does not fit into the model's context window${numbers}`, {
      hint: 'give the model a larger window (--num-ctx), or send less',
      details: { ...details, ...overflow },
    });
  }
  if (CALL_PARSE_ERROR.test(own)) {
    return new OCodeError('malformed_call', 'the model wrote a tool call that the server cannot read', {
      hint: 'try again, or another model',
      details: { ...details, raw: RAW_CALL.exec(own)?.[1] ?? '', said: oneLine(own, MESSAGE_LENGTH) },
    });
  }
  const unsupported = UNSUPPORTED.exec(own)?.[1]?.toLowerCase();
  if (unsupported === undefined) return undefined;
  return new OCodeError(unsupported === 'chat' ? 'model_unsuitable' : 'bad_request', `${words.name}: ${oneLine(own, MESSAGE_LENGTH)}`, {
    hint: 'choose another model with -m; `ocode models list` shows what each can do',
    details: { ...details, unsupported },
  });
}

/**
 * The sentence a server put into its error body, on one line: `{"error": "…"}`, `{"error": {"message": "…"}}`, `{"message": …}`, `{"detail": …}`,
 * JSON inside these strings too, or a line of plain text. Undefined for pages of HTML and for nothing.
 */
export function serverWords(body: string, depth = 0): string | undefined {
  const text = body.trim();
  if (text === '' || text.startsWith('<')) return undefined;
  if (!/^[{["]/.test(text)) return depth > 0 || NO_SUCH_PATH.test(text) ? oneLine(text, MESSAGE_LENGTH) : undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return depth > 0 ? oneLine(text, MESSAGE_LENGTH) : undefined;
  }
  return wordsIn(value, depth);
}

function wordsIn(value: unknown, depth: number): string | undefined {
  if (depth > 6 || value === null || value === undefined) return undefined;
  if (typeof value === 'string') return serverWords(value, depth + 1);
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return wordsIn(value[0], depth + 1);
  const fields = value as Record<string, unknown>;
  for (const key of ['error', 'message', 'detail', 'msg']) {
    const found = wordsIn(fields[key], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
