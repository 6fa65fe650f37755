// How the stand-in server writes: whole values, errors, pieces, pauses, cuts.

/** @typedef {import('./ollama-server.mjs').Received} Received */

/** @param {import('node:http').ServerResponse} response @param {string} text @param {'frames' | 'bytes' | 'packed'} framing */
export async function write(response, text, framing) {
  const bytes = Buffer.from(text);
  const step = framing === 'bytes' ? 1 : bytes.length || 1;
  for (let at = 0; at < bytes.length; at += step) {
    if (response.destroyed) return;
    if (!response.write(bytes.subarray(at, at + step))) await once(response, ['drain', 'close']);
    if (framing === 'bytes') await new Promise((resolve) => setImmediate(resolve));
  }
}

/** @param {import('node:http').ServerResponse} response @param {unknown} value @param {number} [status] */
export function sendJson(response, value, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {string} text @param {string} path */
export function sendError(response, status, text, path) {
  sendJson(response, path.includes('/v1/') ? { error: { message: text, type: 'invalid_request_error', param: null, code: null } } : { error: text }, status);
}

/** @param {import('node:http').ServerResponse} response @param {{ status: number, body?: string, headers?: Record<string, string> }} step @param {string} path */
export function sendStatus(response, { status, body = 'it broke', headers = {} }, path) {
  if (/^\s*[<{]/.test(body) || headers['content-type']) {
    response.writeHead(status, { 'content-type': body.trim().startsWith('<') ? 'text/html' : 'application/json', ...headers });
    return response.end(body);
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendError(response, status, body, path);
}

/** Cuts the connection after what was written has left. @param {Received} received @param {import('node:http').ServerResponse} response */
export async function drop(received, response) {
  received.dropped = true;
  if (response.headersSent) await sleep(20, response);
  response.socket?.destroy();
}

/** Ends early when the client leaves. @param {number} ms @param {import('node:http').ServerResponse} response */
export function sleep(ms, response) {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      response.off('close', finish);
      resolve(undefined);
    };
    const timer = setTimeout(finish, ms);
    response.on('close', finish);
  });
}

/** @param {import('node:http').ServerResponse} response @param {string[]} events */
function once(response, events) {
  return new Promise((resolve) => {
    for (const event of events) response.once(event, resolve);
  });
}
