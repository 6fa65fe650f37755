import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPlaces, isOwnHome, writtenUserFile } from '../../src/config/paths.js';
import { project } from '../support/project.js';

const at = (base: string, folder: string, env: NodeJS.ProcessEnv = { HOME: join(base, 'me') }) => findPlaces(env, join(base, folder));

describe('the root of the project', () => {
  const tree = {
    'repo/.git/HEAD': '',
    'repo/src/deep/a.ts': '',
    'repo/packages/one/.ocode/settings.json': '{}',
    'repo/packages/one/lib/b.ts': '',
    'plain/sub/c.ts': '',
  };
  it.each([
    ['repo', 'repo', false],
    ['repo/src/deep', 'repo', false],
    ['repo/packages/one/lib', 'repo/packages/one', true],
    ['plain/sub', 'plain/sub', false],
  ])('from %s it is %s', (folder, root, inProject) => {
    const base = project(tree);
    const places = at(base, folder);
    expect([places.root, places.cwd, places.inProject]).toEqual([join(base, root), join(base, folder), inProject]);
    expect(places.stateDir.startsWith(inProject ? join(base, root, '.ocode') : join(base, 'me/.ocode/projects'))).toBe(true);
  });

  it('two projects of one name have states of their own', () => {
    const base = project({ 'a/app/x': '', 'b/app/x': '' });
    expect(at(base, 'a/app').stateDir).not.toBe(at(base, 'b/app').stateDir);
  });

  it('.ocode of the home is no project, also when OCODE_HOME leads there through a link', () => {
    const base = project({ 'me/.ocode/settings.json': '{}', 'me/work/x': '' });
    symlinkSync(join(base, 'me'), join(base, 'link'));
    for (const env of [{ HOME: join(base, 'me') }, { HOME: join(base, 'link') }, { OCODE_HOME: join(base, 'link/.ocode') }]) {
      expect(at(base, 'me/work', env).root).toBe(join(base, 'me/work'));
      const home = at(base, 'me', env);
      expect([home.inProject, isOwnHome(home)]).toEqual([false, true]);
    }
    expect(isOwnHome(at(base, 'me/work'))).toBe(false);
  });
});

describe('what is wrong with the folder is told', () => {
  it.each([
    ['nothing', /-C .*nothing: there is no such folder/],
    ['file', /that is not a folder/],
  ])('%s', (name, words) => {
    const base = project({ file: '' });
    expect(() => at(base, name)).toThrow(words);
  });
});

it('the file of the user is the one their link leads to', () => {
  const base = project({ 'dotfiles/ocode.json': '{}', 'work/x': '' });
  const places = at(base, 'work');
  expect(writtenUserFile(places)).toBe(join(base, 'me/.ocode/settings.json'));
  mkdirSync(join(base, 'me/.ocode'), { recursive: true });
  symlinkSync(join(base, 'dotfiles/ocode.json'), join(base, 'me/.ocode/settings.json'));
  expect(writtenUserFile(places)).toBe(join(base, 'dotfiles/ocode.json'));
});
