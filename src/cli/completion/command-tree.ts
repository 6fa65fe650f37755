import type { Command, Option } from 'commander';

/** What fits at a place of the command line: fixed words, or something only the machine knows. */
export type Values = { words: readonly string[] } | { dynamic: DynamicKind } | { files: true } | { folders: true };
export const DYNAMIC_KINDS = ['models', 'sessions', 'settings', 'tools', 'servers'] as const;
export type DynamicKind = (typeof DYNAMIC_KINDS)[number];

export interface FlagNode {
  /** As typed, with dashes: `--model`, `-m`. */
  names: string[];
  description: string;
  /** A value follows; undefined inside means: nothing to offer. */
  takesValue: boolean;
  values?: Values;
}

export interface CommandNode {
  /** Names from the program down, parted by spaces; empty for the program itself. */
  path: string;
  name: string;
  description: string;
  flags: FlagNode[];
  children: CommandNode[];
  /** What its arguments may be. */
  values?: Values;
}

const FLAG_VALUES: Readonly<Record<string, Values>> = {
  '--model': { dynamic: 'models' },
  '--resume': { dynamic: 'sessions' },
  '--session': { dynamic: 'sessions' },
  '--tools': { dynamic: 'tools' },
  '--cd': { folders: true },
  '--add-dir': { folders: true },
  '--config': { files: true },
  '--output-file': { files: true },
};

const ARGUMENT_VALUES: Readonly<Record<string, Values>> = {
  'config get': { dynamic: 'settings' },
  'config set': { dynamic: 'settings' },
  'config unset': { dynamic: 'settings' },
  'sessions show': { dynamic: 'sessions' },
  'sessions export': { dynamic: 'sessions' },
  'sessions delete': { dynamic: 'sessions' },
  'sessions fork': { dynamic: 'sessions' },
  'sessions import': { files: true },
  'mcp get': { dynamic: 'servers' },
  'mcp remove': { dynamic: 'servers' },
  'mcp test': { dynamic: 'servers' },
  'mcp call': { dynamic: 'servers' },
  'models show': { dynamic: 'models' },
  'models use': { dynamic: 'models' },
  'tools show': { dynamic: 'tools' },
  'tools run': { dynamic: 'tools' },
  symbols: { files: true },
};

/** The whole command line as data, read from commander, so that scripts never lag behind the program. */
export function commandTree(command: Command, path = ''): CommandNode {
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const values = ARGUMENT_VALUES[path] ?? (choices.length > 0 ? { words: choices } : undefined);
  return {
    path,
    name: command.name(),
    description: command.description(),
    flags: [...command.options.filter((option) => !option.hidden).map(flagNode), { names: ['--help', '-h'], description: 'help', takesValue: false }],
    children: command.commands
      .filter((child) => child.name() !== 'help')
      .map((child) => commandTree(child, path === '' ? child.name() : `${path} ${child.name()}`)),
    ...(values ? { values } : {}),
  };
}

/** The tree as a list, the program first. */
export function flatten(node: CommandNode): CommandNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

/** Flags that a value follows, each as `place|flag`: the next word is that value and no command. The program's own stand at any place. */
export function valueFlags(nodes: readonly CommandNode[]): Array<{ place: string | undefined; flag: FlagNode; names: string[] }> {
  return nodes
    .flatMap((node) =>
      node.flags.filter((flag) => flag.takesValue).map((flag) => ({ place: node.path === '' ? undefined : node.path, flag, names: flag.names })),
    )
    .sort((a, b) => Number(a.place === undefined) - Number(b.place === undefined));
}

function flagNode(option: Option): FlagNode {
  const names = [option.long, option.short].filter((name): name is string => Boolean(name));
  const values = option.argChoices ? { words: option.argChoices } : FLAG_VALUES[option.long ?? ''];
  return { names, description: option.description, takesValue: option.required || option.optional, ...(values ? { values } : {}) };
}
