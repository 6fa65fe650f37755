import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { OCodeError } from '../../contract/error.js';
import type { Session } from '../../contract/session.js';
import { sessionMarkdown } from '../../session/export.js';
import { searchSession } from '../../session/search.js';
import { isSessionId } from '../../session/session-id.js';
import { SessionManager } from '../../session/session-manager.js';
import { loadFor } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { readStdin } from '../stdin.js';
import { tell } from '../tell.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode sessions list
  ocode sessions show 3f2b
  ocode sessions export 3f2b --format markdown > talk.md
  ocode sessions search "cache key"
  ocode sessions cleanup --days 14`;

export function addSessionsCommand(program: Command, start: Start): void {
  const sessions = program.command('sessions').description("this project's sessions").addHelpText('after', EXAMPLES);
  const json = (command: Command): Command => command.option('--json', 'as JSON');
  json(sessions.command('list').description('newest first')).action((flags: { json?: boolean }) => start((options) => list(options, flags)));
  json(sessions.command('show').description('print a session').argument('<id>')).action((id: string, flags: { json?: boolean }) =>
    start((options) => exportSession(options, id, flags.json ? 'json' : 'markdown')),
  );
  sessions
    .command('export')
    .description('print a session in a format')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['markdown', 'json']).default('markdown'))
    .action((id: string, flags: { format: string }) => start((options) => exportSession(options, id, flags.format)));
  json(sessions.command('import').description('read a session that was exported as json (a file, or - for stdin)').argument('<file>')).action(
    (file: string, flags: { json?: boolean }) => start((options) => importSession(options, file, flags)),
  );
  json(sessions.command('delete').description('delete a session (a damaged one by its whole id)').argument('<id>')).action(
    (id: string, flags: { json?: boolean }) => start((options) => remove(options, id, flags)),
  );
  json(sessions.command('fork').description('copy a session under a new id').argument('<id>')).action((id: string, flags: { json?: boolean }) =>
    start((options) => fork(options, id, flags)),
  );
  json(sessions.command('search').description('find text in sessions').argument('<words...>')).action((words: string[], flags: { json?: boolean }) =>
    start((options) => search(options, words.join(' '), flags)),
  );
  json(sessions.command('cleanup').description('delete old sessions, never the newest').option('--days <n>', 'older than this many days')).action(
    (flags: { json?: boolean; days?: string }) => start((options) => cleanup(options, flags)),
  );
}

async function manager(options: RootOptions): Promise<{ sessions: SessionManager; cleanupDays: number }> {
  const { places, loaded } = await loadFor(options);
  return { sessions: new SessionManager({ folder: join(places.stateDir, 'sessions') }), cleanupDays: loaded.settings.session_cleanup_days };
}

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { sessions, damaged } = (await manager(options)).sessions.list();
  for (const file of damaged) tell(`ocode: damaged, left alone: ${file}`);
  return printData(flags.json, sessions, () =>
    sessions.length === 0
      ? ['no sessions in this project']
      : table(sessions.map((each) => [each.session_id, each.updated_at.slice(0, 16).replace('T', ' '), `${each.turns}`, each.title])),
  );
}

async function exportSession(options: RootOptions, id: string, format: string): Promise<number> {
  const session = (await manager(options)).sessions.load(id);
  if (format === 'json') return printData(true, session, () => []);
  return printData(false, undefined, () => [sessionMarkdown(session)]);
}

async function importSession(options: RootOptions, file: string, flags: { json?: boolean }): Promise<number> {
  const { readImport } = await import('../../session/import.js');
  const { sessions } = await manager(options);
  const session: Session = readImport(file === '-' ? 'stdin' : file, await textOf(file, options.cd));
  // The id becomes the name of a file, so it must be one; a session that is here already, sound or damaged, stays as it is.
  const kept = !isSessionId(session.session_id) || sessions.has(session.session_id) ? sessions.fork(session) : session;
  const { warning } = await sessions.save(kept);
  if (warning) throw new OCodeError('session', warning);
  return printData(flags.json, { session_id: kept.session_id, ...(kept.forked_from ? { forked_from: kept.forked_from } : {}) }, () => [kept.session_id]);
}

/** Throws OCodeError `usage` when there is nothing to be read. */
async function textOf(file: string, folder = '.'): Promise<string> {
  if (file === '-') return (await readStdin(true)).text;
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch (cause) {
    throw new OCodeError('usage', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function remove(options: RootOptions, id: string, flags: { json?: boolean }): Promise<number> {
  const deleted = await (await manager(options)).sessions.delete(id);
  tell(`deleted ${deleted}`);
  return printData(flags.json, { deleted }, () => []);
}

async function fork(options: RootOptions, id: string, flags: { json?: boolean }): Promise<number> {
  const { sessions } = await manager(options);
  const copy = sessions.fork(sessions.load(id));
  const { warning } = await sessions.save(copy);
  if (warning) throw new OCodeError('session', warning);
  return printData(flags.json, { session_id: copy.session_id, forked_from: copy.forked_from }, () => [copy.session_id]);
}

async function search(options: RootOptions, words: string, flags: { json?: boolean }): Promise<number> {
  const { sessions } = await manager(options);
  const hits = sessions.list().sessions.flatMap((summary) => {
    const found = searchSession(sessions.load(summary.session_id), words);
    return found.length > 0 ? [{ ...summary, matches: found }] : [];
  });
  return printData(flags.json, hits, () =>
    hits.flatMap((hit) => [`${hit.session_id}  ${hit.title}`, ...hit.matches.slice(0, 3).map((match) => `    ${match}`)]),
  );
}

async function cleanup(options: RootOptions, flags: { json?: boolean; days?: string }): Promise<number> {
  const { sessions, cleanupDays } = await manager(options);
  const days = flags.days === undefined ? cleanupDays : Number(flags.days.trim() || 'nothing');
  if (!(days >= 0)) throw new OCodeError('usage', `--days ${flags.days}: it must be a number of days, at least 0`);
  const removed = days === 0 && flags.days === undefined ? [] : await sessions.cleanup(days);
  return printData(flags.json, removed, () => [`${removed.length} ${removed.length === 1 ? 'session' : 'sessions'} removed`]);
}
