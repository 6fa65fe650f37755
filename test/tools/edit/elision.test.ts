import { describe, expect, it } from 'vitest';
import { findElision, isElision } from '../../../src/tools/files/edit/elision.js';

describe('comments that stand for left-out code', () => {
  it.each([
    '// ... existing code ...',
    '  // … rest of code …',
    '/* ... unchanged code ... */',
    '# ... rest of the code remains the same ...',
    '<!-- ... rest of the page ... -->',
    '-- ... rest of the query ...',
    '// ...',
    '# ...',
    '{/* ... existing JSX ... */}',
    '// rest of the code remains the same',
    '// rest of the function',
    '# rest of file unchanged',
    '// [rest of implementation]',
    '{/* rest of the JSX */}',
    '// ---- unchanged ----',
    '// (rest of the file unchanged)',
    '// existing code',
    '// existing imports...',
    '// ... other methods ...',
    '// other methods ...',
    '// ... (unchanged) ...',
    '// ... same as before',
    '// ... keep the existing implementation ...',
    '// remaining methods stay the same',
    '; ... rest of the section ...',
    '% ... rest of the document ...',
    '// ... code omitted for brevity ...',
    '// [... rest of the code ...]',
    '  run() { /* ... existing code ... */ }',
    '# ... more tests here ...',
    '// The rest of the code remains unchanged.',
    '// ... methods unchanged ...',
  ])('%s', (line) => {
    expect(isElision(line)).toBe(true);
  });
});

describe('what is no elision', () => {
  it.each([
    'const all = [...rest];',
    'f(...existing);',
    'def f(): ...',
    '    ...',
    'x = a[..., 0]',
    "console.log('loading... the rest of the code');",
    'Wait ... the rest comes later.',
    '// Loading the remaining items',
    '// TODO: handle the rest of the cases',
    '// waits until the existing connection is closed...',
    '// Other methods',
    '// ---- Remaining items ----',
    '# === REST API ===',
    '// [optional]',
    '# keep the original order',
    '// same as before, but with a limit of 10 entries per page',
    '# Existing users must be migrated first',
    '...',
    '---',
    '// First try the cache...',
    'print("# ... existing code ...")',
    '# The rest parameter collects arguments',
    '* ... and then the next step',
    '// ... and then retried with a longer delay',
    '### Rest API',
  ])('%s', (line) => {
    expect(isElision(line)).toBe(false);
  });

  it('a line that stands in the old text too', () => {
    expect(findElision('// ... existing code ...\nx', '  // ... existing code ...\ny')).toBeUndefined();
    expect(findElision('a\n// ... existing code ...', 'a')).toEqual({ line: 2, text: '// ... existing code ...' });
  });
});
