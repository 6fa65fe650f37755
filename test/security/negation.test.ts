import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SecurityManager } from '../../src/security/security-manager.js';
import { makePlace, type Place, verdict } from './workbench.js';

let place: Place;
let full: SecurityManager;
let careful: SecurityManager;
beforeAll(() => {
  place = makePlace();
  full = place.judge({ mode: 'full' });
  careful = place.judge();
});
afterAll(() => place.remove());

describe('behind a negation', () => {
  test.each([
    '! { rm -rf /; }',
    '! :(){ :|:& };:',
    'true && ! f(){ f|f& }; f',
    "sh -c '! { rm -rf ~; }'",
    '! ( rm -rf / )',
    'if ! { rm -rf /; }; then true; fi',
  ])('a catastrophe is asked about in full mode: %s', async (text) => expect(await verdict(full, text)).toBe('ask'));
  test.each(['! grep -q x README.md', '! [ -f README.md ]', "grep '! x' README.md", 'if ! grep -q x README.md; then echo none; fi'])(
    'what reads is allowed as ever: %s',
    async (text) => expect(await verdict(careful, text)).toBe('allow'),
  );
});
