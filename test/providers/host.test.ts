import { describe, expect, it } from 'vitest';
import { isLocalHost, parseHost } from '../../src/providers/host.js';

describe('parseHost', () => {
  it.each([
    ['', 'http://127.0.0.1:11434', true],
    ['  ', 'http://127.0.0.1:11434', true],
    ['127.0.0.1', 'http://127.0.0.1:11434', true],
    [':11435', 'http://127.0.0.1:11435', true],
    [':80', 'http://127.0.0.1', true],
    ['11435', 'http://127.0.0.1:11435', true],
    ['80', 'http://127.0.0.1', true],
    ['11435/prefix', 'http://127.0.0.1:11435/prefix', true],
    [':', 'http://127.0.0.1:11434', true],
    ['/prefix', 'http://127.0.0.1:11434/prefix', true],
    ['0.0.0.0', 'http://127.0.0.1:11434', true],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080', true],
    ['http://0.0.0.0', 'http://127.0.0.1', true],
    ['[::]:11434', 'http://[::1]:11434', true],
    ['::', 'http://[::1]:11434', true],
    ['::1', 'http://[::1]:11434', true],
    ['[::1]', 'http://[::1]:11434', true],
    ['[::1]:9', 'http://[::1]:9', true],
    ['fe80::1:2', 'http://[fe80::1:2]:11434', false],
    ['localhost', 'http://localhost:11434', true],
    ['  localhost:99 ', 'http://localhost:99', true],
    ['"localhost"', 'http://localhost:11434', true],
    ["'localhost:1'", 'http://localhost:1', true],
    ['example.org', 'http://example.org:11434', false],
    ['example.org:80', 'http://example.org', false],
    ['example.org/ollama/', 'http://example.org:11434/ollama', false],
    ['http://example.org', 'http://example.org', false],
    ['http://example.org:11434/', 'http://example.org:11434', false],
    ['https://example.org', 'https://example.org', false],
    ['https://example.org:443', 'https://example.org', false],
    ['https://example.org/a/b//', 'https://example.org/a/b', false],
    ['HTTPS://Example.ORG', 'https://example.org', false],
    ['192.168.1.7', 'http://192.168.1.7:11434', false],
    ['127.0.0.1.example.invalid', 'http://127.0.0.1.example.invalid:11434', false],
  ])('%j is %s', (text, url, local) => expect(parseHost(text)).toEqual({ url, local }));

  it.each([['ftp://host'], ['http://'], ['host:99999'], ['host:port'], ['two words'], ['http://h?x=1'], ['http://h#x'], ['[::1'], ['unix:///run/ollama.sock']])(
    'refuses %j and says what is allowed',
    (text) => expect(() => parseHost(text)).toThrowError(expect.objectContaining({ code: 'config', hint: expect.stringContaining('host:port') })),
  );

  it('takes another default port', () => {
    expect(parseHost('gpu', 80).url).toBe('http://gpu');
    expect(parseHost('gpu:8000', 80).url).toBe('http://gpu:8000');
  });

  it('keeps credentials out of the address', () => {
    expect(parseHost('https://me:p%40ss@example.org/x')).toEqual({
      url: 'https://example.org/x',
      local: false,
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
    expect(parseHost('me:pw@example.org').url).toBe('http://example.org:11434');
  });
});

describe('isLocalHost', () => {
  it.each([
    ['http://127.0.0.1:1', true],
    ['http://127.8.9.10', true],
    ['http://localhost', true],
    ['http://LOCALHOST:5', true],
    ['http://[::1]:11434', true],
    ['http://127.0.0.1.example.invalid', false],
    ['http://localhost.example.org', false],
    ['http://notlocalhost', false],
    ['http://localhost@example.org', false],
    ['http://192.0.2.7', false],
    ['http://[::2]', false],
    ['http://10.0.0.1', false],
    ['nonsense', false],
  ])('%s: %s', (url, local) => expect(isLocalHost(url)).toBe(local));
});
