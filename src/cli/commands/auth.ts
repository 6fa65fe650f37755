import { join } from 'node:path';
import type { Command } from 'commander';
import { AuthStore } from '../../auth/auth-store.js';
import { OCodeError } from '../../contract/error.js';
import { loadFor } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { readStdin, stdinDelivers } from '../stdin.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode auth login --host https://models.example.org < key.txt     keep a key for that host (mode 0600)
  ocode auth status
  ocode auth logout`;

export function addAuthCommand(program: Command, start: Start): void {
  const auth = program.command('auth').description('keys for model servers').addHelpText('after', EXAMPLES);
  auth
    .command('login')
    .description('read a key from stdin and keep it for the configured host')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => login(options, flags)));
  auth
    .command('logout')
    .description('forget the keys of the configured provider')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => logout(options, flags)));
  auth
    .command('status')
    .description('which keys are kept')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => status(options, flags)));
}

async function open(options: RootOptions): Promise<{ store: AuthStore; provider: string; host: string }> {
  const { places, loaded } = await loadFor(options);
  const [{ createProvider }, { wantedServer }] = await Promise.all([import('../../providers/index.js'), import('../compose-provider.js')]);
  const { settings } = loaded;
  const { kind, host } = wantedServer(settings, options);
  const { client } = createProvider(kind, { host });
  return { store: new AuthStore(join(places.home, 'auth.json')), provider: settings.provider, host: client.host };
}

async function login(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  if (!stdinDelivers()) throw new OCodeError('usage', 'the key is read from stdin, so that it is in no history', { hint: 'ocode auth login < key.txt' });
  const { text } = await readStdin(true);
  const { store, provider, host } = await open(options);
  const entry = await store.login(provider, host, text);
  return printData(flags.json, entry, () => [`kept a key for ${entry.provider} at ${entry.host}`]);
}

async function logout(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { store, provider, host } = await open(options);
  const removed = await store.logout(provider, options.host === undefined ? undefined : host);
  return printData(flags.json, { removed }, () => [removed === 0 ? 'there was no key' : `forgot ${removed} ${removed === 1 ? 'key' : 'keys'}`]);
}

async function status(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { store } = await open(options);
  const entries = await store.status();
  return printData(flags.json, entries, () =>
    entries.length === 0 ? ['no keys are kept'] : table(entries.map((entry) => [entry.provider, entry.host, entry.key, entry.saved_at.slice(0, 10)])),
  );
}
