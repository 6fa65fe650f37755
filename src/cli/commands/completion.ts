import { join } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { OCodeError } from '../../contract/error.js';
import { commandTree, DYNAMIC_KINDS, type DynamicKind } from '../completion/command-tree.js';
import type { RootOptions } from '../options.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const EXAMPLES = `
Examples:
  eval "$(ocode completion bash)"                                   in ~/.bashrc
  eval "$(ocode completion zsh)"                                    in ~/.zshrc, after compinit
  ocode completion fish > ~/.config/fish/completions/ocode.fish`;

export function addCompletionCommand(program: Command, start: Start): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('[shell]', 'the shell').choices(SHELLS))
    .addOption(new Option('--values <kind>', 'what the scripts ask for').choices(DYNAMIC_KINDS).hideHelp())
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell | undefined, flags: { values?: DynamicKind }) => start((options) => completion(program, options, shell, flags.values)));
}

async function completion(program: Command, options: RootOptions, shell: Shell | undefined, kind: DynamicKind | undefined): Promise<number> {
  if (kind) {
    // A completion that fails says nothing: the person is in the middle of a line.
    const words = await VALUES[kind](options).catch(() => []);
    return printData(false, undefined, () => words);
  }
  if (!shell) throw new OCodeError('usage', 'completion needs a shell: bash, zsh or fish', { hint: 'ocode completion bash' });
  process.stdout.write(await SCRIPTS[shell](program));
  return 0;
}

const SCRIPTS: Readonly<Record<Shell, (program: Command) => Promise<string>>> = {
  bash: async (program) => (await import('../completion/bash.js')).bashScript(commandTree(program)),
  zsh: async (program) => (await import('../completion/zsh.js')).zshScript(commandTree(program)),
  fish: async (program) => (await import('../completion/fish.js')).fishScript(commandTree(program)),
};

const SERVER_PATIENCE_MS = 1000;

const VALUES: Readonly<Record<DynamicKind, (options: RootOptions) => Promise<string[]>>> = {
  models: async (options) => {
    const [{ loadFor }, { composeProvider }] = await Promise.all([import('../load-settings.js'), import('../compose-provider.js')]);
    const { places, loaded } = await loadFor(options);
    const { client } = await composeProvider(loaded.settings, options, places, process.env);
    return (await client.list(AbortSignal.timeout(SERVER_PATIENCE_MS))).map((model) => model.name);
  },
  sessions: async (options) => {
    const [{ findPlaces }, { SessionManager }] = await Promise.all([import('../../config/paths.js'), import('../../session/session-manager.js')]);
    const folder = join(findPlaces(process.env, options.cd).stateDir, 'sessions');
    return new SessionManager({ folder }).list().sessions.map((session) => session.session_id);
  },
  settings: async () => (await import('../../config/keys.js')).allKeys(),
  servers: async (options) => {
    const { loaded, untrustedServers } = await (await import('../load-settings.js')).loadFor(options);
    return Object.keys({ ...untrustedServers, ...loaded.settings.mcp_servers });
  },
  tools: async () => (await import('../../tools/builtin.js')).builtinTools.map((tool) => tool.name),
};
