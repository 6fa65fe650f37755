import { type Command, Option } from 'commander';
import { OCodeError } from '../../contract/error.js';
import type { UndoJournal, UndoSelection } from '../../contract/undo.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

interface UndoFlags {
  list?: boolean;
  all?: boolean;
  session?: string;
  force?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  ocode undo                    take back the last change
  ocode undo --list             what can be taken back, newest first
  ocode undo --session 3f2b     all changes of one session
  ocode undo --force            also where the file changed since (shows what is lost)`;

export function addUndoCommand(program: Command, start: Start): void {
  program
    .command('undo')
    .description('take back changes to files')
    .option('--list', 'only show them')
    .addOption(new Option('--all', 'all of them').conflicts('session'))
    .option('--session <id>', 'those of one session')
    .option('--force', 'also where the file changed since')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: UndoFlags) => start((options) => undo(options, flags)));
}

/** As for `tools run`: what was asked for could not be done, and nothing was harmed. */
const REFUSED_EXIT = 11;

async function undo(options: RootOptions, flags: UndoFlags): Promise<number> {
  return withWorkbench(options, (bench) => takeBack(bench.journal, flags));
}

async function takeBack(journal: UndoJournal, flags: UndoFlags): Promise<number> {
  const all = await journal.list();
  const session = flags.session === undefined ? undefined : sessionOf(flags.session, all);
  const entries = session === undefined ? all : all.filter((entry) => entry.session_id === session);
  if (flags.list) {
    return printData(flags.json, entries, () =>
      entries.length === 0
        ? ['nothing to undo']
        : table(entries.map((entry) => [entry.time.slice(0, 19).replace('T', ' '), entry.kind, entry.path, entry.session_id.slice(0, 8)])),
    );
  }
  if (entries.length === 0) throw new OCodeError('usage', 'there is nothing to undo in this project');
  const selection: UndoSelection = session !== undefined ? { session } : flags.all ? { all: true } : { last: 1 };
  const outcomes = await journal.undo(selection, { force: flags.force ?? false });
  const lines = (kept: boolean): string[] =>
    outcomes
      .filter((outcome) => (outcome.status === 'conflict') === kept)
      .flatMap((outcome) => [`${outcome.status} ${outcome.path}${outcome.reason ? `: ${outcome.reason}` : ''}`, ...(outcome.diff ? [outcome.diff] : [])]);
  printData(flags.json, outcomes, () => lines(false));
  for (const line of lines(true)) tell(`ocode: ${line}`);
  return outcomes.some((outcome) => outcome.status === 'conflict') ? REFUSED_EXIT : 0;
}

/** The session whose id begins so. Throws OCodeError `usage` when no change belongs to one, or to several. */
function sessionOf(prefix: string, entries: ReadonlyArray<{ session_id: string }>): string {
  const found = [...new Set(entries.map((entry) => entry.session_id))].filter((id) => prefix !== '' && id.startsWith(prefix));
  const [only] = found.includes(prefix) ? [prefix] : found;
  if (only === undefined) throw new OCodeError('usage', `no change belongs to session ${prefix}`, { hint: 'ocode undo --list shows what there is' });
  if (found.length > 1 && only !== prefix)
    throw new OCodeError('usage', `"${prefix}" is the beginning of ${found.length} sessions: ${found.slice(0, 5).join(', ')}`, {
      hint: 'write more of the id',
    });
  return only;
}
