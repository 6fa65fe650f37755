import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POSIX_PATHS, WINDOWS_PATHS, windowsTrick } from '../../src/lib/path-rules.js';

describe('paths of Windows', () => {
  it.each([
    ['C:\\proj\\src\\a.ts', 'C:\\proj', true],
    ['c:\\PROJ\\src', 'C:\\proj', true],
    ['C:/proj/src', 'C:\\proj\\', true],
    ['C:\\proj', 'C:\\proj', true],
    ['C:\\', 'C:\\', true],
    ['C:\\a', 'C:\\', true],
    ['C:\\proj-evil\\a', 'C:\\proj', false],
    ['C:\\proj\\..\\other', 'C:\\proj', false],
    ['D:\\proj\\a', 'C:\\proj', false],
    ['\\\\server\\share\\a', '\\\\server\\share', true],
    ['\\\\server\\share2\\a', '\\\\server\\share', false],
  ])('%s within %s: %s', (path, folder, within) => {
    expect(WINDOWS_PATHS.isWithin(path, folder)).toBe(within);
  });

  it.each([
    ['C:\\a\\.\\b//c\\', ['a', 'b', 'c']],
    ['\\\\server\\share\\a\\..\\b', ['a', '..', 'b']],
    ['a/b\\c', ['a', 'b', 'c']],
    ['\\', []],
  ])('the names of %s', (path, names) => {
    expect(WINDOWS_PATHS.namesOf(path)).toEqual(names);
  });

  it.each([
    ['C:\\a', 'D:\\x', 'C:\\'],
    ['C:/a', 'D:\\x', 'C:\\'],
    ['\\a', 'D:\\x', 'D:\\'],
    ['//server/share/a', 'D:\\x', '\\\\server\\share\\'],
  ])('%s starts, from %s, at %s', (path, from, root) => {
    expect(WINDOWS_PATHS.rootOf(path, from)).toBe(root);
  });

  it('are shown with /', () => {
    expect(WINDOWS_PATHS.portable('src\\a b\\c.ts')).toBe('src/a b/c.ts');
    expect(POSIX_PATHS.portable('odd\\name')).toBe('odd\\name');
  });
});

describe('names that mean something else on Windows', () => {
  it.each([
    ['\\\\?\\C:\\proj\\a', true],
    ['\\\\.\\PhysicalDrive0', true],
    ['//./pipe/x', true],
    ['C:a.txt', true],
    ['a.txt:hidden', true],
    ['src\\a.txt::$DATA', true],
    ['.env.', true],
    ['.git \\config', true],
    ['nul', true],
    ['src/CON.txt', true],
    ['com1', true],
    ['LPT9.log', true],
    ['C:\\proj\\a.txt', false],
    ['\\\\server\\share\\a.txt', false],
    ['..\\a', false],
    ['./a/../b.txt', false],
    ['console.ts', false],
    ['common', false],
    ['a.b.c', false],
  ])('%s: %s', (path, refused) => {
    expect(windowsTrick(path) !== undefined).toBe(refused);
  });
});

describe('relative', () => {
  it('says what the full rules say', () => {
    const path = fc.array(fc.constantFrom('', '.', '..', '...', 'a', 'b', 'ab', '.a', 'a.'), { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(path, path, fc.string({ maxLength: 4 }), (from, to, more) => {
        expect(POSIX_PATHS.relative(from, to)).toBe(posix.relative(from, to));
        expect(POSIX_PATHS.relative(from, `${from}/${more}`)).toBe(posix.relative(from, `${from}/${more}`));
      }),
      { numRuns: 3_000 },
    );
  });
});
