import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spawn } from 'node-pty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld, type World } from '../support/world.js';

/** The shells themselves, interactive where they complete only so, with the script the program prints and the program behind it. */
const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

let world: World;
let session = '';
const scripts: Partial<Record<Shell, string>> = {};

beforeAll(async () => {
  world = createWorld();
  world.files({ '.ocode/settings.json': '{"mcp_servers":{"books":{"command":"x"},"bikes":{"command":"y"}}}', 'notes.txt': '', 'folder/in.txt': '' });
  const names = ['test-model', 'qwen:7b', 'qwen:14b'];
  await world.serve({ models: names.map((name) => ({ name, capabilities: ['completion', 'tools'] })), turns: ['Hello.'] });
  session = String((await world.ask('hello')).json().session_id);
  const bin = join(world.root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ocode'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(bin, 'ocode'), 0o755);
  for (const shell of SHELLS) {
    scripts[shell] = join(world.root, `_ocode.${shell}`);
    writeFileSync(scripts[shell], (await world.ocode(['completion', shell])).stdout);
  }
}, 120_000);
afterAll(() => world.end());

const installed = (shell: Shell): boolean => spawnSync(shell, ['--version']).error === undefined;

function environment(): Record<string, string> {
  const all = { ...world.env, PATH: `${join(world.root, 'bin')}:${process.env.PATH}`, LANG: 'C.UTF-8', TERM: 'dumb', PS1: '>>> ' };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const PREPARE: Readonly<Record<'bash' | 'zsh', (script: string) => string>> = {
  bash: (script) =>
    `bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; bind 'set page-completions off'; bind 'set enable-bracketed-paste off'; source ${script}`,
  zsh: (script) => `PROMPT='>>> '; LISTMAX=0; unsetopt list_ambiguous; autoload -Uz compinit; compinit -u -D; source ${script}`,
};

/** What stands on the screen after Tab: the line as far as it was completed, and the list of offers. */
async function pressTab(shell: 'bash' | 'zsh', line: string): Promise<string> {
  const terminal = spawn(shell, shell === 'bash' ? ['--norc', '-i'] : ['-f', '-i'], { cwd: world.project, cols: 240, rows: 50, env: environment() });
  let text = '';
  let wake = (): void => {};
  terminal.onData((data) => {
    text += data;
    wake();
  });
  const until = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    // The sums keep the echo of the typed line from being taken for its result.
    terminal.write(`${PREPARE[shell](scripts[shell] ?? '')}; echo READY$((40+2))\r`);
    await until('READY42');
    text = text.slice(text.indexOf('READY42'));
    // Before its prompt the shell does not read keys yet, and the terminal would take the Tab for a blank.
    await until('>>> ');
    text = '';
    terminal.write(`${line}\t\x15echo OVER$((40+2))\r`);
    await until('OVER42');
    return text.slice(0, text.indexOf('echo OVER'));
  } finally {
    terminal.kill('SIGKILL');
  }
}

async function askFish(line: string): Promise<string> {
  const command = `source ${scripts.fish}; complete -C '${line.replaceAll("'", "\\'")}'`;
  const { stdout, stderr } = await promisify(execFile)('fish', ['--no-config', '-c', command], { cwd: world.project, env: environment() });
  expect(stderr).toBe('');
  // Each line is an offer, a tab, and its description.
  return stdout.replaceAll(/\t.*$/gm, '');
}

const complete = async (shell: Shell, line: string): Promise<string> => (shell === 'fish' ? askFish(line) : pressTab(shell, line));

describe.each(SHELLS)('%s', (shell) => {
  const here = it.skipIf(!installed(shell));
  if (!installed(shell)) it.skip(`${shell} is not installed: apt-get install ${shell}`);

  here.each([
    ['a subcommand', 'ocode comp', ['completion'], ['config']],
    ['subcommands of one', 'ocode sessions ', ['list', 'export', 'cleanup'], ['completion']],
    ['a flag', 'ocode --output-f', ['--output-format', '--output-file'], ['--think']],
    ['flags of a subcommand', 'ocode trust --', ['--revoke', '--json'], ['--all']],
    ['values of a flag', 'ocode --output-format ', ['text', 'json', 'stream-json'], ['sessions']],
    ['a value after =', 'ocode --think=me', ['medium'], ['low']],
    ['a flag of the program behind a subcommand', 'ocode sessions list --sandbox r', ['required'], ['auto']],
    ['the value of a flag that is named like a command', 'ocode -m config --think m', ['medium'], ['validate']],
    ['models', 'ocode -m qwen:', ['7b', '14b'], ['test-model']],
    ['settings keys', 'ocode config get permissions.allow_f', ['permissions.allow_file_read', 'permissions.allow_file_write'], ['permissions.mode']],
    ['MCP servers', 'ocode mcp get b', ['books', 'bikes'], ['list']],
    ['folders only', 'ocode -C ', ['folder'], ['notes.txt']],
    ['files', 'ocode symbols n', ['notes.txt'], ['folder']],
    ['shells', 'ocode completion ', ['bash', 'zsh', 'fish'], ['sessions']],
  ])('%s', async (_, line, offered, others) => {
    const screen = await complete(shell, line);
    for (const word of offered) expect(screen).toContain(word);
    for (const word of others) expect(screen.replace(line, '')).not.toContain(word);
  });

  here('session ids', async () => {
    expect(await complete(shell, `ocode sessions show ${session.slice(0, 4)}`)).toContain(session);
    expect(await complete(shell, `ocode -r ${session.slice(0, 4)}`)).toContain(session);
  });

  here('without a server, models are nothing and the line stays whole', async () => {
    const { OLLAMA_HOST } = world.env;
    world.env.OLLAMA_HOST = 'http://127.0.0.1:9';
    try {
      expect((await complete(shell, 'ocode -m q')).replaceAll(/[\s\x07]/g, '').replace('ocode-mq', '')).not.toContain('qwen');
    } finally {
      world.env.OLLAMA_HOST = OLLAMA_HOST;
    }
  });
});
