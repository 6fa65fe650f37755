import { mkdirSync, readdirSync, realpathSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(async () => {
  world = createWorld();
  world.files({ 'a.txt': 'old\n' });
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user' ? { calls: [{ name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'old', new_text: 'new' }] } }] } : 'Done.',
  });
});
afterEach(() => world.end());

/** `mode path` of everything below a folder. */
function modes(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    found.push(`${(statSync(folder).mode & 0o777).toString(8)} ${relative(root, folder)}/`);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else found.push(`${(statSync(path).mode & 0o777).toString(8)} ${relative(root, path)}`);
    }
  };
  visit(root);
  return found;
}

describe.skipIf(process.platform === 'win32')('what is private', () => {
  it('nobody else can look into what ocode keeps, whatever the umask says', async () => {
    const old = process.umask(0);
    try {
      await world.ask('change it', ['--permission-mode', 'auto-edit']);
      await world.ocode(['auth', 'login'], { stdin: 'a-key\n' });
      await world.ocode(['trust']);
    } finally {
      process.umask(old);
    }
    const home = join(world.home, '.ocode');
    // A folder that nobody else may enter makes private what is in it.
    expect(modes(home)[0]).toBe('700 /');
    expect(modes(home).filter((line) => /sessions\/|undo\/|auth\.json|trust\.json|models\.json|memory\//.test(line) && !/^[67]00 /.test(line))).toEqual([]);
  });

  it('OCODE_HOME and the state of a project may be links', async () => {
    await world.ocode(['init']);
    for (const [place, name] of [
      [world.project, '.ocode'],
      [world.home, '.ocode'],
    ] as const) {
      mkdirSync(join(world.root, 'elsewhere'), { recursive: true });
      const target = join(world.root, 'elsewhere', place === world.home ? 'home' : 'state');
      try {
        renameSync(join(place, name), target);
      } catch {
        mkdirSync(target);
      }
      symlinkSync(target, join(place, name));
    }
    const first = await world.ask('change it', ['--permission-mode', 'auto-edit']);
    expect([first.code, first.json().warnings, world.read('a.txt')]).toEqual([0, [], 'new\n']);
    expect((await world.ask('again', ['-c'])).json().session_id).toBe(first.json().session_id);
    expect((await world.ocode(['undo'])).code).toBe(0);
    expect(world.read('a.txt')).toBe('old\n');
    expect(readdirSync(realpathSync(join(world.project, '.ocode', 'sessions')))).toEqual([`${first.json().session_id}.json`]);
  });
});
