import { Command, CommanderError } from 'commander';
import { OCodeError } from '../contract/error.js';
import { nearest } from '../lib/nearest.js';
import type { OpenChat } from '../modes/chat/open-chat.js';
import { COMMAND_NAMES } from './commands/names.js';
import type { Start } from './commands/start.js';
import { guarded, report, wantedFormat } from './failure.js';
import { addRootOptions, type RootOptions } from './options.js';
import { usageError } from './usage-error.js';
import { cliVersion } from './version.js';

const EXAMPLES = `
Examples:
  ocode                                         a conversation
  ocode -p "why does the cache miss?"           one question, one answer
  git diff | ocode -p "review this"             with stdin
  ocode -c -p "and now the tests"               continue the newest session
  ocode -p "list the routes" --output-format json | jq -r .result
  ocode -p "add a --version flag" --permission-mode auto-edit --allow "bash(npm test)"

Commands have their own help: ocode sessions --help`;

/** Runs one command line and returns the exit code. `opened`: the prompt of a conversation that was shown before this was loaded. */
export async function runProgram(args: readonly string[], env: NodeJS.ProcessEnv = process.env, opened?: OpenChat): Promise<number> {
  const format = wantedFormat(args, env);
  let exitCode = 0;
  const start = (action: () => Promise<number>): void => {
    pending = action;
  };
  const program = createProgram(start, { opened, ...(mentionsCommand(args) ? await import('./commands/index.js') : {}) });
  let wrongIn = program;
  for (const command of [program, ...allCommands(program)]) {
    command.exitOverride((error) => {
      wrongIn = command;
      throw error;
    });
  }
  let pending: (() => Promise<number>) | undefined;
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    opened?.close();
    if (error.exitCode === 0) return 0;
    return report(usageError(error, wrongIn), format);
  }
  if (pending) exitCode = await guarded(format, pending);
  return exitCode;
}

/** Loading all commands takes longer than parsing: a question needs none of them. */
function mentionsCommand(args: readonly string[]): boolean {
  return args.some((arg) => arg === '-h' || arg === '--help' || arg === 'help' || COMMAND_NAMES.includes(arg));
}

interface ProgramParts {
  /** Brings the subcommands. */
  addCommands?: (program: Command, start: Start) => void;
  /** The prompt of a conversation that is shown already. */
  opened?: OpenChat | undefined;
}

/** `start` gets what the command line asks for; it runs after parsing is over. Exported for completion scripts and tests. */
export function createProgram(start: (action: () => Promise<number>) => void, { addCommands, opened }: ProgramParts = {}): Command {
  const program = addRootOptions(new Command('ocode'))
    .description('A coding assistant in the terminal, for models you run yourself with Ollama.')
    .version(cliVersion(), '-V, --version')
    .argument('[words...]', 'the question, with -p')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError(true)
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .helpCommand(true)
    .action((words: string[]) => start(() => runRoot(program, words, opened)));
  addCommands?.(program, (action) => start(() => action(rootOptions(program))));
  for (const command of allCommands(program)) {
    command.configureOutput({ writeErr: () => {}, outputError: () => {} });
  }
  return program;
}

async function runRoot(program: Command, words: string[], opened?: OpenChat): Promise<number> {
  const options = rootOptions(program);
  const query = options.print === undefined ? undefined : [typeof options.print === 'string' ? options.print : '', ...words].filter(Boolean).join(' ');
  if (query === undefined && words.length > 0) throw unknownCommand(words[0] ?? '');
  if (query !== undefined) return (await import('./run-modes.js')).runPrint(options, query);
  if (process.stdin.isTTY && process.stdout.isTTY) return (await import('./run-chat.js')).runChat(options, runProgram, opened);
  throw new OCodeError('usage', 'nothing to do: stdin and stdout are no terminals and no question is given', {
    hint: 'ask with ocode -p "…", or pipe the question: ocode -p < prompt.txt',
  });
}

/** The flags, with the short spellings folded in. */
export function rootOptions(program: Command): RootOptions {
  const raw = program.opts() as RootOptions & { out?: RootOptions['outputFormat'] };
  const { out, ...options } = raw;
  return out && !options.outputFormat ? { ...options, outputFormat: out } : options;
}

function unknownCommand(word: string): OCodeError {
  const near = nearest(word, COMMAND_NAMES);
  return new OCodeError('usage', `there is no command "${word}"${near ? `; did you mean "ocode ${near}"?` : ''}`, {
    hint: near ? undefined : `a question needs -p: ocode -p "${word} …"`,
  });
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
