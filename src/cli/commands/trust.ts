import type { Command } from 'commander';
import { findPlaces } from '../../config/paths.js';
import { trustStore } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode trust             accept the settings, plugins and commands of this project as they are now
  ocode trust --revoke`;

export function addTrustCommand(program: Command, start: Start): void {
  program
    .command('trust')
    .description("accept this project's settings, until they change")
    .option('--revoke', 'take it back')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: { revoke?: boolean; json?: boolean }) => start((options) => trust(options, flags)));
}

async function trust(options: RootOptions, flags: { revoke?: boolean; json?: boolean }): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  const store = trustStore(places);
  if (flags.revoke) await store.revoke(places.root);
  else await store.trust(places.root);
  const state = flags.revoke ? 'not trusted' : 'trusted';
  return printData(flags.json, { root: places.root, trusted: !flags.revoke }, () => [`${places.root}: ${state}`]);
}
