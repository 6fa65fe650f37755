import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFilePatterns } from '../../src/cli/own-files.js';
import { createWorld, type World } from '../support/world.js';

const WORD = 'flamingo';

describe('the patterns of what is ocode’s own', () => {
  const places = { root: '/work/p', home: '/home/me/.ocode', stateDir: '/home/me/.ocode/projects/p-1', inProject: false };
  it.each([
    ['all outside', {}, {}, []],
    [
      'the state in the project',
      { stateDir: '/work/p/.ocode', inProject: true },
      {},
      ['/.ocode/sessions/', '/.ocode/undo/', '/.ocode/cache/', '/.ocode/plans/', '/.ocode/history'],
    ],
    ['the home in the project', { home: '/work/p/me/.ocode' }, {}, ['/me/.ocode/', '/me/.ocode/projects/', '/me/.ocode/code-cache/']],
    ['the home is the project', { home: '/work/p' }, {}, ['/projects/', '/code-cache/']],
    ['the home is around the project', { home: '/work' }, {}, []],
    ['a home with signs', { home: '/work/p/a [b]/!c' }, {}, ['/a\\ \\[b\\]/\\!c/', '/a\\ \\[b\\]/\\!c/projects/', '/a\\ \\[b\\]/\\!c/code-cache/']],
    ['the index in the project', {}, { path: 'tmp/i.db' }, ['/tmp/i.db', '/tmp/i.db-wal', '/tmp/i.db-shm']],
    ['the index elsewhere', {}, { path: '/var/i.db' }, []],
    ['a name that begins like the way up', { home: '/work/p/..me' }, {}, ['/..me/', '/..me/projects/', '/..me/code-cache/']],
  ])('%s', (_, moved, cache, patterns) => {
    expect(ownFilePatterns({ ...places, ...moved }, cache)).toEqual(patterns);
  });
});

/** Where ocode keeps what it writes, below the project. */
const HOMES: Array<[where: string, home: (world: World) => Record<string, string>, rest: Record<string, string>]> = [
  ['HOME in the project', (world) => ({ HOME: join(world.project, 'home dir'), OCODE_HOME: '' }), {}],
  ['OCODE_HOME in the project', (world) => ({ OCODE_HOME: join(world.project, 'state [1]') }), {}],
  ['the index in the project', () => ({}), { '.ocode/settings.json': '{"cache":{"path":"index.db"}}' }],
  ['the state in the project', () => ({}), { '.ocode/settings.json': '{}' }],
];

describe.each(HOMES)('%s', (_, homeOf, rest) => {
  describe.each([
    ['in a repository', true],
    ['without git', false],
  ])('%s', (_, git) => {
    const world = createWorld();
    beforeAll(async () => {
      world.files({ 'src/a.js': `export function ${WORD}() {}\n`, ...rest });
      if ('.ocode/settings.json' in rest)
        world.files({ '.ocode/history': `"where is the ${WORD}?"\n`, '.ocode/plans/a.json': `[{"text": "paint the ${WORD}"}]` });
      if (git) world.git('init', '-q');
      Object.assign(world.env, homeOf(world));
      if (world.env.HOME) mkdirSync(world.env.HOME, { recursive: true });
      await world.serve({
        rest: ({ body }) => (body.messages.at(-1).role === 'user' ? { calls: [{ name: 'remember', args: { text: `the ${WORD} is pink` } }] } : `The ${WORD}.`),
      });
      expect((await world.ask(`where is the ${WORD}?`, ['--trust'])).code).toBe(0);
    });
    afterAll(() => world.end());

    it('nothing that ocode wrote is ranked', async () => {
      const run = await world.ocode(['context', `where is the ${WORD}?`, '--json', '--limit', '100']);
      const { files } = run.json() as { files: Array<{ path: string }> };
      expect(files.map(({ path }) => path).filter((path) => !path.includes('memory'))).toEqual(['src/a.js']);
    });

    it.each([
      ['grep', { pattern: WORD }],
      ['glob', { pattern: '**/*' }],
      ['ls', { depth: 20 }],
    ])('nor found by %s', async (tool, args) => {
      const { text } = (await world.ocode(['tools', 'run', tool, JSON.stringify(args), '--json'])).json() as { text: string };
      expect(text).toContain('a.js');
      expect(text).not.toMatch(/sessions|undo|\.db|[0-9a-f]{8}-[0-9a-f]{4}.*json/);
    });
  });
});
