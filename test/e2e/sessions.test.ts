import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

it('search and export show what was asked and answered, not what ocode put around it', async () => {
  world.files({ '.ocode/settings.json': '{}', 'AGENTS.md': 'Indent with a zebra.', 'a.js': 'export const walrus = 1;\n' });
  await world.serve({ turns: ['A penguin.'] });
  const { session_id } = (await world.ask('which bird? walrus')).json();
  const search = async (words: string): Promise<unknown[]> => (await world.ocode(['sessions', 'search', words, '--json'])).json() as unknown as unknown[];
  for (const own of ['environment', 'zebra', 'folder:', 'export const']) expect(await search(own), own).toEqual([]);
  for (const said of ['which bird', 'PENGUIN', 'walrus']) expect(await search(said), said).toMatchObject([{ session_id }]);
  const { stdout } = await world.ocode(['sessions', 'export', String(session_id)]);
  expect(stdout).toContain('which bird? walrus');
  expect(stdout).not.toContain('zebra');
});
