import { describe, expect, it } from 'vitest';
import { nearestModels } from '../../src/providers/model-not-found.js';
import { readOverflow } from '../../src/providers/overflow.js';
import { errorFromStatus, serverWords } from '../../src/providers/server-error.js';

const WORDS = { name: 'Server', start: 'start it', key: 'give a key', get: (model: string) => `get ${model}` };
const from = (status: number, body: unknown) => errorFromStatus(status, typeof body === 'string' ? body : JSON.stringify(body), 'm', WORDS);

describe('overflow', () => {
  it.each([
    ['the prompt is longer than the context length currently available to the model; shorten the prompt, adjust …', {}],
    ['request (16500 tokens) exceeds the available context size (16384 tokens), try increasing it', { tokens: 16500, limit: 16384 }],
    ['the input length exceeds the context length', {}],
    ['{"error":{"type":"exceed_context_size_error","n_prompt_tokens":16500,"n_ctx":16384}}', { tokens: 16500, limit: 16384 }],
    [
      "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).",
      { tokens: 5000, limit: 4096 },
    ],
    ["This model's maximum context length is 4096 tokens. However, your request has 4500 input tokens.", { tokens: 4500, limit: 4096 }],
    ["The input (5000 tokens) is longer than the model's context length (4096 tokens).", { tokens: 5000, limit: 4096 }],
    [
      'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
      { tokens: 5000, limit: 4096 },
    ],
    ['{"error":{"code":"context_length_exceeded","message":"too long"}}', {}],
  ])('is seen in %j', (text, numbers) => expect(readOverflow(text)).toEqual(numbers));

  it.each(['model requires more system memory', 'invalid context', 'options: num_ctx must be positive', 'the request body is too long', ''])(
    'is not seen in %j',
    (text) => expect(readOverflow(text)).toBeUndefined(),
  );

  it('is found in JSON inside the error string', () => {
    const inner = JSON.stringify({
      error: { code: 400, message: 'request (16500 tokens) exceeds the available context size (16384 tokens)', n_prompt_tokens: 16500, n_ctx: 16384 },
    });
    expect(from(400, { error: inner })).toMatchObject({
      code: 'context_overflow',
      details: { tokens: 16500, limit: 16384 },
      message: expect.stringContaining('16500'),
    });
    expect(from(500, { error: 'the input length exceeds the context length' }).code).toBe('context_overflow');
  });
});

describe('serverWords', () => {
  it.each([
    ['{"error":"no"}', 'no'],
    ['{"error":{"message":"no","type":"x"}}', 'no'],
    ['{"object":"error","message":"no"}', 'no'],
    ['{"detail":"no"}', 'no'],
    ['{"detail":[{"loc":["body"],"msg":"field required"}]}', 'field required'],
    ['{"error":"{\\"error\\":{\\"message\\":\\"deep\\"}}"}', 'deep'],
    ['{"error":"{broken"}', '{broken'],
    ['404 page not found', '404 page not found'],
    ['<html>x</html>', undefined],
    ['{"error":"<html>x</html>"}', undefined],
    ['plain', undefined],
    ['', undefined],
    ['{"ok":true}', undefined],
  ])('of %j are %j', (body, words) => expect(serverWords(body)).toBe(words));
});

describe('statuses', () => {
  it.each([
    [404, { error: "model 'm' not found" }, 'model_not_found'],
    [404, { error: { message: 'The model `m` does not exist.', code: 404 } }, 'model_not_found'],
    [404, { detail: 'Not Found' }, 'model_unreachable'],
    [404, '<html>nginx</html>', 'model_unreachable'],
    [301, '', 'model_unreachable'],
    [401, { error: 'unauthorized' }, 'unauthorized'],
    [405, '', 'bad_request'],
    [422, { detail: [{ msg: 'field required' }] }, 'bad_request'],
    [408, '', 'server_error'],
    [500, { error: 'XML syntax error on line 3: element <function> closed by </parameter>' }, 'malformed_call'],
    [500, { error: 'boom' }, 'server_error'],
    [504, '<html>', 'server_error'],
  ])('%i %j is %s', (status, body, code) => expect(from(status, body).code).toBe(code));

  it('never repeats a page', () => expect(from(502, '<html>secret</html>').message).not.toContain('secret'));
  it('tells what cannot be repaired by waiting', () => expect(from(501, '').retryable).toBe(false));
});

describe('nearestModels', () => {
  const installed = ['qwen2.5-coder:7b', 'qwen2.5-coder:1.5b', 'llama3.2:3b', 'nomic-embed-text:latest', 'hf.co/someone/qwen3-coder:q4'];
  it.each([
    ['qwen2.5-coder:3b', ['qwen2.5-coder:7b', 'qwen2.5-coder:1.5b']],
    ['qwen2.5-codr', ['qwen2.5-coder:7b', 'qwen2.5-coder:1.5b']],
    ['lama3.2', ['llama3.2:3b']],
    ['qwen3-coder', ['hf.co/someone/qwen3-coder:q4']],
    ['zzz', []],
  ])('of %s', (name, near) => expect(nearestModels(name, installed)).toEqual(expect.arrayContaining(near)));
  it('are none for a stranger', () => expect(nearestModels('zzzzzz', installed)).toEqual([]));
});
