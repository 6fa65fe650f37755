import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1 that waits for a browser to come back from a login. */
export interface Loopback {
  port: number;
  address: string;
  /** A login begins: what came before is forgotten. */
  expect(): void;
  code(signal: AbortSignal): Promise<string>;
  close(): void;
}

/** Listens on `port` when it is free, else on any. Answers with another `state` than the expected one are refused. */
export async function openLoopback(port: number | undefined, state: string): Promise<Loopback> {
  let settle: { resolve(code: string): void; reject(error: Error): void } | undefined;
  let answer: Promise<string>;
  const expect = (): void => {
    answer = new Promise<string>((resolve, reject) => {
      settle = { resolve, reject };
    });
    answer.catch(() => {});
  };
  expect();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const say = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(text);
    };
    if (url.pathname !== '/callback') return say(404, 'not found');
    if (url.searchParams.get('state') !== state) return say(400, 'This login was not started here.');
    const code = url.searchParams.get('code');
    if (code) {
      say(200, 'ocode is logged in. You can close this page.');
      return settle?.resolve(code);
    }
    say(400, 'The login failed. You can close this page.');
    settle?.reject(new Error(`the login failed: ${url.searchParams.get('error_description') ?? url.searchParams.get('error') ?? 'no code came back'}`));
  });
  await listen(server, port ?? 0).catch(() => listen(server, 0));
  server.unref();
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    expect,
    address: `http://127.0.0.1:${bound}/callback`,
    code: (signal) => {
      const stopped = new Promise<never>((_, reject) => {
        const stop = (): void => reject(new Error('nobody logged in'));
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop, { once: true });
      });
      return Promise.race([answer, stopped]);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
