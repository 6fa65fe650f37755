import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addCommands } from '../../src/cli/commands/index.js';
import { COMMAND_NAMES } from '../../src/cli/commands/names.js';
import { bashScript } from '../../src/cli/completion/bash.js';
import { commandTree, flatten } from '../../src/cli/completion/command-tree.js';
import { fishScript } from '../../src/cli/completion/fish.js';
import { zshScript } from '../../src/cli/completion/zsh.js';
import { createProgram } from '../../src/cli/program.js';
import { project } from '../support/project.js';

const tree = commandTree(createProgram(() => {}, { addCommands }));
const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

/** What bash offers for this line, with a stand-in for ocode that prints fixed values. */
function completeInBash(line: string): string[] {
  const root = project();
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(root, 'file.txt'), '');
  const script = `${bashScript(tree)}
ocode() { [ "$2" = --values ] && printf '%s\\n' "$3-one" "qwen:7b" "qwen:14b"; }
COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}
_ocode; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['--norc', '-c', script], { cwd: root, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return run.stdout.split('\n').filter(Boolean);
}

describe('completion scripts', () => {
  it.each([
    ['bash', bashScript],
    ['zsh', zshScript],
    ['fish', fishScript],
  ] as const)('%s knows every command and every flag', (_, script) => {
    const text = script(tree);
    for (const node of flatten(tree)) {
      expect(text).toContain(node.name);
      for (const flag of node.flags) for (const name of flag.names) expect(text).toContain(name.replace(/^-+/, ''));
    }
    expect(text).toContain('output-format');
  });

  it.each([
    ['bash', bashScript, ['-n']],
    ['zsh', zshScript, ['-n']],
    ['fish', fishScript, ['--no-execute']],
  ] as const)('%s takes its script', (shell, script, flags) => {
    if (!has(shell)) return;
    const file = join(project({ script: script(tree) }), 'script');
    const run = spawnSync(shell, [...flags, file], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
  });

  it.each([
    ['ocode comp', ['completion']],
    ['ocode --output-f', ['--output-format', '--output-file'].filter((flag) => flag.startsWith('--output-f'))],
    ['ocode --output-format ', ['text', 'json', 'stream-json']],
    ['ocode --output-format=j', ['json']],
    ['ocode config s', ['set']],
    ['ocode config get ', ['settings-one', 'qwen:7b', 'qwen:14b']],
    ['ocode sessions show se', ['sessions-one']],
    ['ocode -m qwen:1', ['14b']],
    ['ocode -C f', ['folder']],
    ['ocode completion ', ['bash', 'zsh', 'fish']],
  ])('bash: %s', (line, offered) => {
    expect(completeInBash(line).sort()).toEqual([...offered].sort());
  });
});

describe('the names of the commands', () => {
  it('are those that are added, although they are known without loading them', () => {
    expect(COMMAND_NAMES).toEqual(tree.children.map(({ name }) => name).filter((name) => name !== 'help'));
  });
});
