import { afterAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { brokenServer, done, frame, type Misbehave } from './support/broken-server.js';
import { soundSessions } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

const NDJSON = { 'content-type': 'application/x-ndjson' };
const silence: Misbehave = () => {};
const headersThenSilence: Misbehave = (response) => void response.writeHead(200, NDJSON).flushHeaders();
const textThenSilence: Misbehave = (response) => void response.writeHead(200, NDJSON).write(frame('Hello, this is what there is.\n'));
const halfLineThenSilence: Misbehave = (response) => void response.writeHead(200, NDJSON).write(frame('Hello').slice(0, 20));

/** Sends for ever: an answer that has no end and does not repeat itself. */
const endless: Misbehave = (response) => {
  response.writeHead(200, NDJSON);
  let word = 0;
  const more = (): void => {
    while (!response.destroyed) {
      const words = Array.from({ length: 50 }, () => ((word++ * 2654435761) >>> 0).toString(36)).join(' ');
      if (!response.write(frame(`${words} `))) return void response.once('drain', more);
    }
  };
  more();
};

const endlessLine: Misbehave = (response) => {
  response.writeHead(200, NDJSON);
  const piece = 'x'.repeat(1_000_000);
  const more = (): void => {
    while (!response.destroyed) if (!response.write(piece)) return void response.once('drain', more);
  };
  more();
};

/** A byte at a time. */
const slowLoris: Misbehave = (response) => {
  response.writeHead(200, NDJSON);
  const bytes = frame('Hello') + done();
  let at = 0;
  const timer = setInterval(() => {
    response.write(bytes[at++] ?? '');
    if (at < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, 2);
};

describe('a server that stalls ends with --timeout, wherever it stalls', () => {
  it.each([
    ['the answer', '/api/chat', silence],
    ['the answer, after its headers', '/api/chat', headersThenSilence],
    ['the answer, after a text', '/api/chat', textThenSilence],
    ['the answer, inside a line', '/api/chat', halfLineThenSilence],
    ['the description of the model', '/api/show', silence],
    ['the description of the model, after its headers', '/api/show', headersThenSilence],
    ['the list of models', '/api/tags', silence],
  ])('%s', async (_, path, behave) => {
    const { url } = await brokenServer({ [path]: behave });
    // Another model each time, so that nothing remembered spares a request.
    const run = await world.ask('say hello', ['--timeout', '1s'], { env: { OLLAMA_HOST: url, OCODE_HOME: `${world.home}/${path.replaceAll('/', '')}` } });
    const result = run.json() as { subtype: string; error: { code: string } };
    expect([run.code, result.subtype, result.error.code], run.stdout).toEqual([7, 'error_timeout', 'timeout']);
    expect(run.stderr).toContain('--timeout');
    soundSessions(world);
  });
});

it('a text that came before the silence is kept', async () => {
  const { url } = await brokenServer({ '/api/chat': textThenSilence });
  const run = await world.ask('say hello', ['--timeout', '4s'], { env: { OLLAMA_HOST: url } });
  expect([run.code, run.json().result]).toEqual([7, 'Hello, this is what there is.\n']);
});

it('a byte at a time is only slow', async () => {
  const { url } = await brokenServer({ '/api/chat': slowLoris });
  const run = await world.ask('say hello', [], { env: { OLLAMA_HOST: url } });
  expect([run.code, run.json().result]).toEqual([0, 'Hello']);
});

describe('an answer without end is stopped without being asked to', () => {
  it.each([
    ['text that never repeats', endless, 7, /limit|long|tokens/],
    ['one line', endlessLine, 6, /line|lost/],
  ])('%s', async (_, behave, code, says) => {
    const { url } = await brokenServer({ '/api/chat': behave });
    const run = await world.ask('say hello', ['--timeout', '60s'], { env: { OLLAMA_HOST: url } });
    const { error } = run.json() as { error: { message: string } };
    expect([run.code, error.message]).toEqual([code, expect.stringMatching(says)]);
    expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
  });
});
