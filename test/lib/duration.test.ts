import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/lib/duration.js';

describe('durations', () => {
  it.each([
    ['30s', 30],
    ['5m', 300],
    ['1h30m', 5400],
    ['500ms', 0.5],
    [' 1.5M ', 90],
    ['90', 90],
    ['', undefined],
    ['5 m', undefined],
    ['-3s', undefined],
    ['1d', undefined],
  ])('%j are %s seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [2100, '2.1 s'],
    [59_949, '59.9 s'],
    [59_980, '1 m 0 s'],
    [119_700, '2 m 0 s'],
    [200_000, '3 m 20 s'],
  ])('%d ms are shown as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('never shows sixty seconds', () => {
    fc.assert(fc.property(fc.nat(10_000_000), (ms) => !/\b60(\.0)? s/.test(formatDuration(ms))));
  });
});
