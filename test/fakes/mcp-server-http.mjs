// The fake server over HTTP: streamable (JSON or event stream), the older SSE transport, refusals, redirects, a login.
import { createServer as createHttpServer } from 'node:http';
import { createServer } from './mcp-server-core.mjs';

/** `kind`: json stream sse status-<n> loop elsewhere drops silent huge login machine cimd forgets (each session after one call). Gives {url, requests, close}. */
export async function startHttp(kind, mode = 'normal') {
  const requests = [];
  const streams = new Set();
  const issued = new Set();
  const forgotten = new Set();
  let generation = 0;
  let challenge;
  const server = createHttpServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, origin());
    requests.push({ method: request.method, path: url.pathname, headers: request.headers, body });
    const json = (status, value, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

    if (kind.startsWith('status-')) return response.writeHead(Number(kind.slice(7))).end('no');
    if (kind === 'loop') return response.writeHead(307, { location: `/mcp?${requests.length}` }).end();
    if (kind === 'elsewhere') return response.writeHead(307, { location: 'http://127.0.0.1:1/mcp' }).end();
    if (kind === 'drops') return request.socket.destroy();
    if (kind === 'silent') return;
    if (kind === 'huge') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const pour = () => !response.destroyed && response.write('x'.repeat(1 << 20), () => setImmediate(pour));
      return pour();
    }
    const guarded = ['login', 'machine', 'cimd'].includes(kind);
    if (guarded && url.pathname !== '/mcp') return login(url, body, request, response, json);
    if (guarded && !issued.has(request.headers.authorization)) {
      return json(401, {}, { 'www-authenticate': `Bearer resource_metadata="${origin()}/.well-known/oauth-protected-resource"` });
    }
    if (kind === 'sse') return oldTransport(url, body, request, response);

    if (request.method === 'DELETE') return response.writeHead(200).end();
    if (request.method === 'GET') return response.writeHead(405).end();
    const message = JSON.parse(body);
    if (message.id === undefined || message.method === undefined) {
      response.writeHead(202).end();
      return shared(message);
    }
    if (message.method === 'initialize') generation += 1;
    const session = { 'mcp-session-id': kind === 'forgets' ? `session-${generation}` : 'one' };
    if (kind === 'forgets' && message.method === 'tools/call') {
      if (forgotten.has(request.headers['mcp-session-id'])) return response.writeHead(404).end('no such session');
      forgotten.add(request.headers['mcp-session-id']);
    }
    if (kind === 'stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...session });
      current = (sent) => {
        response.write(`event: message\ndata: ${JSON.stringify(sent)}\n\n`);
        if (sent.id === message.id && sent.method === undefined) response.end();
      };
      return shared(message);
    }
    current = (sent) => sent.id === message.id && json(200, sent, session);
    return shared(message);
  });

  let current = () => {};
  const shared = createServer(mode, (message) => current(message));

  function oldTransport(url, body, request, response) {
    if (request.method === 'GET' && url.pathname === '/mcp') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: endpoint\ndata: /messages\n\n');
      streams.add(response);
      current = (message) => response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
      return;
    }
    if (url.pathname !== '/messages') return response.writeHead(405).end();
    response.writeHead(202).end();
    shared(JSON.parse(body));
  }

  async function login(url, body, request, response, json) {
    switch (url.pathname) {
      case '/.well-known/oauth-protected-resource':
        return json(200, { resource: `${origin()}/mcp`, authorization_servers: [origin()] });
      case '/.well-known/oauth-authorization-server':
        return json(200, {
          issuer: origin(),
          authorization_endpoint: `${origin()}/authorize`,
          token_endpoint: `${origin()}/token`,
          registration_endpoint: `${origin()}/register`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: kind === 'machine' ? ['client_secret_basic', 'private_key_jwt'] : ['none'],
          ...(kind === 'cimd' ? { client_id_metadata_document_supported: true } : {}),
        });
      case '/register':
        return json(201, { ...JSON.parse(body), client_id: 'client-1' });
      case '/authorize': {
        challenge = url.searchParams.get('code_challenge');
        const back = new URL(url.searchParams.get('redirect_uri'));
        back.searchParams.set('code', 'code-1');
        back.searchParams.set('state', url.searchParams.get('state'));
        return response.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        const { createHash } = await import('node:crypto');
        const form = new URLSearchParams(body);
        if (form.get('grant_type') === 'client_credentials') {
          const basic = `Basic ${Buffer.from('robot:s3cret').toString('base64')}`;
          // Whoever sends an assertion is believed here; the test checks its signature.
          if (request.headers.authorization !== basic && !form.get('client_assertion')) return json(401, { error: 'invalid_client' });
          issued.add('Bearer token-1');
          return json(200, { access_token: 'token-1', token_type: 'Bearer', expires_in: 3600 });
        }
        const proof = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (form.get('code') !== 'code-1' || proof !== challenge) return json(400, { error: 'invalid_grant' });
        issued.add('Bearer token-1');
        return json(200, { access_token: 'token-1', token_type: 'Bearer', expires_in: 3600 });
      }
      default:
        return response.writeHead(404).end();
    }
  }

  const origin = () => `http://127.0.0.1:${server.address().port}`;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${origin()}/mcp`,
    requests,
    close: () => {
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
