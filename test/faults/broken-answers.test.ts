import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { brokenServer, done, frame, type Misbehave } from './support/broken-server.js';
import { soundSessions } from './support/state-check.js';

const schema = JSON.parse(readFileSync(fileURLToPath(new URL('../../schemas/result.schema.json', import.meta.url)), 'utf8'));
const resultFits = new Ajv2020({ strict: false, allErrors: true, logger: false }).compile(schema);

const world = createWorld();
afterAll(() => world.end());

const NDJSON = { 'content-type': 'application/x-ndjson' };
const send =
  (body: string | Buffer, headers: Record<string, string | number> = NDJSON, status = 200): Misbehave =>
  (response) =>
    void response.writeHead(status, headers).end(body);
/** Writes, and cuts the connection behind it. */
const cutAfter =
  (body: string, headers: Record<string, string | number> = NDJSON): Misbehave =>
  (response) => {
    response.writeHead(200, headers);
    response.write(body, () => setTimeout(() => response.socket?.destroy(), 10));
  };
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** What /api/chat does, the exit code, and what the message or the answer says. */
const CASES: Array<[what: string, behave: Misbehave, code: number, says: RegExp]> = [
  ['half a JSON line, then the end', send(frame('Hello').slice(0, 50)), 6, /lost in the middle|does not|no Ollama/i],
  ['a text, half a JSON line, then a cut', cutAfter(frame('Hello') + frame('there').slice(0, 30)), 6, /lost in the middle/],
  ['a content-length larger than the body', cutAfter(frame('Hello') + done(), { ...NDJSON, 'content-length': 100_000 }), 0, /^Hello$/],
  ['a content-length larger than a body without end', cutAfter(frame('Hello'), { ...NDJSON, 'content-length': 100_000 }), 6, /lost in the middle/],
  [
    'a content-length smaller than the body',
    (response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\ncontent-length: 40\r\n\r\n${frame('Hello')}${done()}`);
    },
    6,
    /lost in the middle|not/,
  ],
  ['headers and the end', send(''), 6, /lost|empty/],
  ['status 204', send('', {}, 204), 6, /lost|empty/],
  ['HTML instead of JSON', send('<html><body>Welcome to nginx</body></html>', { 'content-type': 'text/html' }), 4, /Ollama/],
  ['an error object under status 200', send('{"error":"the model fell over"}', { 'content-type': 'application/json' }), 6, /the model fell over/],
  ['a redirect elsewhere', send('', { location: 'http://192.0.2.1/api/chat' }, 302), 4, /./],
  ['random bytes', send(Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256))), 4, /Ollama/],
  ['no HTTP at all', (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'), 4, /HTTP/],
  ['headers of 200 KB', send(frame('Hello') + done(), { ...NDJSON, 'x-large': 'x'.repeat(200_000) }), 4, /HTTP|header/],
  ['a line of 10 MB', send(frame(Array.from({ length: 1_000_000 }, (_, index) => index * 7919).join(' ')) + done()), 0, /^0 7919 /],
  [
    'arguments nested 20,000 deep',
    send(
      frame('', { message: { role: 'assistant', content: '', tool_calls: [] } }).replace('[]', `[{"function":{"name":"read","arguments":${nested(20_000)}}}]`) +
        done(),
    ),
    6,
    /./,
  ],
  ['counts that are fractions', send(frame('Hello') + done({ prompt_eval_count: 10.5, eval_count: 2.25, eval_duration: 0.5 })), 0, /^Hello$/],
  ['counts beyond all numbers', send(frame('Hello') + done({ prompt_eval_count: 1e300, eval_count: 9e99, total_duration: -1 })), 0, /^Hello$/],
  ['counts that are negative, text, null', send(frame('Hello') + done({ prompt_eval_count: -7, eval_count: '12', load_duration: null })), 0, /^Hello$/],
  ['a done without counts', send(`${frame('Hello')}{"done":true}\n`), 0, /^Hello$/],
  ['a done, and more behind it', send(frame('Hello') + done() + frame(' and more') + done()), 0, /^Hello$/],
  ['a message that is no object', send(`{"message":[1],"done":false}\n{"message":"text","done":false}\n${frame('Hello')}${done()}`), 0, /^Hello$/],
  ['escape sequences in an error', send('{"error":"\\u001b]0;owned\\u0007bad"}'), 6, /bad/],
];

describe('an answer that is not what it says', () => {
  it.each(CASES)('%s', async (_, behave, code, says) => {
    const { url, paths } = await brokenServer({ '/api/chat': behave });
    const run = await world.ask('say hello', ['--timeout', '60s'], { env: { OLLAMA_HOST: url } });
    const result = run.json() as { result: string; exit_code: number; error?: { message: string; hint?: string } };
    expect([run.code, result.exit_code], `${run.stdout}\n${run.stderr}`.slice(0, 2000)).toEqual([code, code]);
    expect(code === 0 ? result.result : `${result.error?.message} ${result.error?.hint}`).toMatch(says);
    expect(resultFits(result), JSON.stringify(resultFits.errors)).toBe(true);
    expect(run.stderr).not.toMatch(/this is a bug|\n\s+at |\u001b/);
    expect(paths.filter((path) => path === '/api/chat').length).toBeLessThanOrEqual(5);
    soundSessions(world);
  });
});

describe('-v says of the figures', () => {
  const LINE = /^ocode: 1 turn.*$/m;
  it.each([
    [
      'nothing that makes no sense',
      { prompt_eval_count: -1, eval_count: 2, eval_duration: 400 },
      /^ocode: 1 turn · 0 tokens read, 2 written · [\d.]+ m?s in all$/,
    ],
    ['nothing where the server says nothing', { prompt_eval_count: undefined, eval_count: undefined }, /^ocode: 1 turn · [\d.]+ m?s in all$/],
    ['what is known, a slow machine too', { eval_count: 3, eval_duration: 10e9 }, /writing 0\.3 tokens\/s/],
  ])('%s', async (_, figures, says) => {
    const { url } = await brokenServer({ '/api/chat': send(frame('Hello') + done(figures)) });
    const run = await world.ocode(['-v', '-p', 'say hello'], { env: { OLLAMA_HOST: url } });
    expect([run.code, LINE.exec(run.stderr)?.[0]]).toEqual([0, expect.stringMatching(says)]);
  });
});
