import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Misbehave = (response: ServerResponse, request: IncomingMessage) => void;

export interface BrokenServer {
  url: string;
  /** Paths that were asked for, in order. */
  paths: string[];
}

const MODEL = { name: 'test-model:latest', model: 'test-model:latest', modified_at: '2026-01-01T00:00:00Z', size: 1, digest: 'd1', details: {} };

/** An Ollama that behaves until it is asked for one of the broken paths. It is closed when the test ends. */
export async function brokenServer(broken: Record<string, Misbehave>): Promise<BrokenServer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    response.on('error', () => {});
    request.on('end', () => {
      const path = request.url ?? '';
      paths.push(path);
      const misbehave = broken[path] ?? broken['*'];
      if (misbehave) return misbehave(response, request);
      response.setHeader('content-type', 'application/json');
      if (path === '/api/tags') response.end(JSON.stringify({ models: [MODEL] }));
      else if (path === '/api/version') response.end(JSON.stringify({ version: '0.33.1' }));
      else if (path === '/api/show') response.end(JSON.stringify({ capabilities: ['completion', 'tools'], model_info: { 'test.context_length': 32768 } }));
      else response.writeHead(404).end('404 page not found');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

/** A line of an answer of Ollama's. */
export function frame(content: string, rest: object = {}): string {
  return `${JSON.stringify({ model: 'test-model', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content }, done: false, ...rest })}\n`;
}

export function done(rest: object = {}): string {
  return frame('', { done: true, done_reason: 'stop', prompt_eval_count: 10, eval_count: 2, ...rest });
}
