import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEMO_FILES, startDemoServer } from '../../scripts/demo-project.mjs';
import { playSession, type Step } from '../../scripts/demo-session.mjs';
import { openTerminal, type Terminal } from '../support/terminal.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let server: Awaited<ReturnType<typeof startDemoServer>>;
let terminal: Terminal | undefined;
beforeEach(async () => {
  world = createWorld();
  server = await startDemoServer({ chunkDelayMs: 0 });
  Object.assign(world.env, { OLLAMA_HOST: server.url, OCODE_MODEL: server.model });
  world.files(DEMO_FILES);
  world.git('init', '-q', '-b', 'main');
});
afterEach(async () => {
  terminal?.kill();
  await terminal?.ended;
  await server.close();
  await world.end();
});

/** scripts/record.mjs draws the picture in the README from the same steps. */
it('the session in the README goes through chat, approval, undo, compact, resume', async () => {
  const before = DEMO_FILES['src/cli.js'];
  const seen: string[] = [];
  const current = (): Terminal => {
    if (!terminal) throw new Error('nothing was started');
    return terminal;
  };
  // Rows that wrap are one line.
  const screen = async (): Promise<string> => (await current().screen()).map((row) => (row.length < 100 ? `${row}\n` : row)).join('');
  const checks: Record<Step, () => Promise<void>> = {
    answered: async () => expect(await screen()).toContain('The greeting is made by greet in src/greet.js'),
    asked: async () => {
      expect(world.read('src/cli.js')).toBe(before);
      expect(await screen()).toContain("+const shout = args.includes('--shout');");
    },
    changed: async () => {
      expect(world.read('src/cli.js')).toContain('--shout');
      expect(await screen()).toContain('changed src/cli.js (+3 -1)');
    },
    undone: async () => expect(world.read('src/cli.js')).toBe(before),
    shortened: async () => expect(await screen()).toMatch(/history shortened from \d+ to \d+ tokens/),
    resumed: async () => {
      expect(await screen()).toMatch(/session \w{8}: where is the greeting made, .* · 4 questions/);
      expect(await screen()).toContain('The command line is not tested either.');
    },
  };
  const exitCode = await playSession({
    start: (args) => {
      terminal = openTerminal(world, args);
    },
    until: (text) => current().until(text),
    type: async (line) => current().type(line),
    press: (keys) => current().type(keys),
    show: async () => {},
    at: async (step) => {
      seen.push(step);
      await checks[step]();
    },
    ended: async () => (await current().ended).exitCode,
  });
  expect(exitCode).toBe(0);
  expect(seen).toEqual(['answered', 'asked', 'changed', 'undone', 'shortened', 'resumed']);
  const sessions = await world.ocode(['sessions', 'list', '--json']);
  expect(JSON.parse(sessions.stdout)).toMatchObject([{ turns: 4 }]);
});
