import { OCodeError } from '../contract/error.js';
import type { ServerWords } from './server-error.js';

/** A connection that was never made, or lost before the server answered. `host` is for people. */
export function connectionError(error: unknown, host: string, words: ServerWords): OCodeError {
  const code = errnoOf(error);
  const make = (message: string, hint: string, retryable: boolean, details: Record<string, unknown> = {}): OCodeError =>
    new OCodeError('model_unreachable', message, { hint, retryable, cause: error, details: { ...details, errno: code } });
  if (code === 'ECONNREFUSED') return make(`no ${words.name} server answers at ${host}`, words.start, true, { refused: true });
  if (code === 'ENOTFOUND') return make(`the name in ${host} is not known`, `look at its spelling. ${words.start}`, false);
  if (code === 'EAI_AGAIN') return make(`the name in ${host} could not be looked up`, 'look at the network', true);
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code)) {
    return make(`the certificate of ${host} is not trusted (${code})`, 'name your own authority in NODE_EXTRA_CA_CERTS', false);
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return make(`${host} does not speak TLS`, 'write http:// instead of https://', false);
  if (code.startsWith('HPE_')) return make(`what answers at ${host} does not speak HTTP`, `look at the port. ${words.start}`, false);
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return make(`${host} cannot be reached`, `look at the address and the network. ${words.start}`, true);
  return make(`the connection to ${host} was lost before an answer came`, `look at the log of ${words.name}`, true);
}

/** The answer had begun, and its rest never came. */
export function streamLost(cause: unknown, words: ServerWords): OCodeError {
  return new OCodeError('stream_lost', 'the connection was lost in the middle of the answer', {
    retryable: true,
    cause,
    hint: `try again; look at the log of ${words.name}`,
  });
}

/** The caller's signal ended it; its reason is the cause. */
export function interrupted(signal: AbortSignal): OCodeError {
  return new OCodeError('interrupted', 'the request was stopped', { cause: signal.reason });
}

function errnoOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
