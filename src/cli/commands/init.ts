import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { findPlaces, isOwnHome } from '../../config/paths.js';
import { OCodeError } from '../../contract/error.js';
import { writeFileAtomic } from '../../lib/atomic-file.js';
import { changeTrusted } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode init            make .ocode here, with settings, a .gitignore and a few commands`;

/** What `ocode init` writes, unless it is there already. Only settings, commands and memory belong into a repository. */
const FILES: Readonly<Record<string, string>> = {
  '.gitignore': '*\n!.gitignore\n!settings.json\n!commands/\n!commands/**\n!memory/\n!memory/**\n',
  'settings.json': '{\n  // Settings of this project; see docs/CONFIGURATION.md. Others see them only after `ocode trust`.\n}\n',
  'commands/review.md':
    '---\ndescription: review changes or a file\n---\nReview $ARGUMENTS (without a name: the uncommitted changes). Name real problems only, each with file and line, worst first.\n',
  'commands/explain.md':
    '---\ndescription: explain code\n---\nExplain $ARGUMENTS: what it is for, how it works, what to know before changing it. Quote the lines that matter.\n',
  'commands/test.md':
    '---\ndescription: write tests\n---\nWrite tests for $ARGUMENTS in the style of the tests that are there. Cover the failures, not only the good case. Run them.\n',
  'commands/commit.md':
    '---\ndescription: commit the changes\n---\nLook at the uncommitted changes and commit them with a message in the style of the log. $ARGUMENTS\n',
};

export function addInitCommand(program: Command, start: Start): void {
  program
    .command('init')
    .description('create .ocode in this project; changes nothing that exists')
    .addHelpText('after', EXAMPLES)
    .action(() => start(init));
}

async function init(options: RootOptions): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  if (isOwnHome(places))
    throw new OCodeError('usage', `${places.home} is ocode's own folder, for all projects; ${places.root} cannot have another`, {
      hint: 'run ocode init in the folder of a project',
    });
  await changeTrusted(places, () => writeFiles(places.root));
  if (!places.inProject) takeOver(places.stateDir, join(places.root, '.ocode'));
  return 0;
}

/** What a project without `.ocode` has in ocode's home; the index is made again by itself. */
const STATE = ['sessions', 'undo', 'memory', 'plans', 'history'];

/** From now on state is looked for in the project: what was kept for it before comes along, or `-c` and `undo` would not find it. */
function takeOver(from: string, to: string): void {
  for (const name of STATE) {
    const [old, fresh] = [join(from, name), join(to, name)];
    if (!existsSync(old) || existsSync(fresh)) continue;
    // Copied and then removed: the home may lie on another disk, and nothing is lost when the copy fails.
    try {
      cpSync(old, fresh, { recursive: true, preserveTimestamps: true });
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      tell(`ocode: ${old} could not be moved to ${fresh}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    rmSync(old, { recursive: true, force: true });
    tell(`moved ${old} to ${fresh}`);
  }
}

async function writeFiles(root: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    const file = join(root, '.ocode', name);
    if (existsSync(file)) {
      tell(`kept ${file}`);
      continue;
    }
    await writeFileAtomic(file, text);
    tell(`wrote ${file}`);
  }
}
