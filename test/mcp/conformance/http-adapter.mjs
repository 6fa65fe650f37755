// The official suite speaks HTTP to servers and ocode speaks stdio: this passes messages between the two. One process a session.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** `command`: argv of the server. Gives {url, close}. */
export async function adaptToHttp(command, options = {}) {
  const sessions = new Map();

  const start = () => {
    const [file, ...args] = command;
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'], ...options });
    const waiting = new Map();
    let buffer = '';
    child.stdout.on('data', (chunk) => {
      buffer += chunk;
      for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
        const message = JSON.parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 1);
        if (message.method === undefined) waiting.get(message.id)?.(message);
        else for (const stream of streamsOf(waiting)) stream(message);
      }
    });
    return { child, waiting };
  };
  const streamsOf = (waiting) => [...waiting.values()].map((answer) => answer.notify).filter(Boolean);

  const server = createServer(async (request, response) => {
    const host = new URL(`http://${request.headers.host}`).hostname;
    const origin = request.headers.origin === undefined ? 'localhost' : new URL(request.headers.origin).hostname;
    // Names of other machines that resolve to this one (DNS rebinding).
    if (![host, origin].every((name) => ['localhost', '127.0.0.1', '[::1]'].includes(name))) return response.writeHead(403).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'DELETE') {
      sessions.get(request.headers['mcp-session-id'])?.child.stdin.end();
      return response.writeHead(200).end();
    }
    if (request.method !== 'POST') return response.writeHead(405).end();
    const message = JSON.parse(Buffer.concat(chunks).toString());
    const id = request.headers['mcp-session-id'] ?? randomUUID();
    if (message.method === 'initialize') sessions.set(id, start());
    const session = sessions.get(id);
    if (!session) return response.writeHead(404).end();
    if (message.id === undefined || message.method === undefined) {
      session.child.stdin.write(`${JSON.stringify(message)}\n`);
      return response.writeHead(202).end();
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'mcp-session-id': id });
    const write = (value) => response.write(`event: message\ndata: ${JSON.stringify(value)}\n\n`);
    const answer = (value) => {
      session.waiting.delete(message.id);
      write(value);
      response.end();
    };
    answer.notify = write;
    session.waiting.set(message.id, answer);
    session.child.stdin.write(`${JSON.stringify(message)}\n`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/mcp`,
    close: () => {
      for (const { child } of sessions.values()) child.stdin.end();
      server.closeAllConnections();
      server.close();
    },
  };
}
