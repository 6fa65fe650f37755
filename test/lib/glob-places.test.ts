import { expect, test } from 'vitest';
import { globPlaces } from '../../src/lib/glob-places.js';

test.each([
  ['*.ts', undefined, ['.']],
  ['src/**/*.{ts,tsx}', undefined, ['src']],
  ['dir/*', undefined, ['dir']],
  ['**/../../outside/*', undefined, ['**/../../outside']],
  ['{src,../outside}/*', undefined, ['src', '../outside']],
  ['~/**', undefined, ['~']],
  ['*.txt', 'dir', ['dir/.']],
  ['/etc/*', 'src', ['/etc']],
  ['../*', 'src', ['src/..']],
])('the places of %s in %s', (pattern, folder, places) => {
  expect(globPlaces(pattern, folder)).toEqual(places);
});
