import { type CommandNode, type FlagNode, flatten, type Values, valueFlags } from './command-tree.js';

/** A completion script for fish: `ocode completion fish > ~/.config/fish/completions/ocode.fish`. */
export function fishScript(tree: CommandNode): string {
  const nodes = flatten(tree);
  const places = nodes.filter((node) => node.path !== '').map((node) => quote(node.path));
  const flags = valueFlags(nodes);
  const own = flags
    .flatMap(({ place, names }) => (place === undefined ? names : []))
    .map(quote)
    .join(' ');
  const others = flags.flatMap(({ place, names }) => (place === undefined ? [] : names.map((name) => quote(`${place}|${name}`)))).join(' ');
  return `# fish completion of ocode; write it to ~/.config/fish/completions/ocode.fish
function __ocode_place
    set -l place ''
    set -l previous ''
    for word in (commandline -opc)[2..-1]
        set -l flag $previous
        set previous $word
        if contains -- $flag ${own}; or contains -- "$place|$flag" ${others}
            continue
        end
        set -l longer (string trim -- "$place $word")
        if contains -- $longer ${places.join(' ')}
            set place $longer
        end
    end
    echo $place
end
function __ocode_at
    test (__ocode_place) = "$argv[1]"
end
function __ocode_behind
    not __ocode_at ''; and contains -- (commandline -opc)[-1] $argv
end
function __ocode_ask
    ocode completion --values $argv[1] 2>/dev/null
end
complete -c ocode -f
${nodes.flatMap(nodeLines).join('\n')}
${flags.flatMap(behindCommands).join('\n')}
`;
}

/** The program's own flags may stand behind any command, where fish does not know them. */
function behindCommands({ place, flag, names }: ReturnType<typeof valueFlags>[number]): string[] {
  return place === undefined && flag.values ? [`complete -c ocode -n ${quote(`__ocode_behind ${names.join(' ')}`)} ${offer(flag.values)}`] : [];
}

function nodeLines(node: CommandNode): string[] {
  const here = `complete -c ocode -n ${quote(`__ocode_at '${node.path}'`)}`;
  return [
    ...node.children.map((child) => `${here} -a ${quote(child.name)} -d ${quote(child.description)}`),
    ...(node.children.length === 0 && node.values ? [`${here} ${offer(node.values)}`] : []),
    ...node.flags.map((flag) => `${here} ${flagWords(flag)}`),
  ];
}

function flagWords(flag: FlagNode): string {
  const names = flag.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = !flag.takesValue || flag.names.includes('--print') ? [] : [flag.values ? offer(flag.values, '-x ', '-r ') : '-x'];
  return [...names, ...value, `-d ${quote(flag.description)}`].join(' ');
}

/** Behind a flag, a value must follow: of what is offered (`exactly`), or any file. */
function offer(values: Values, exactly = '', any = ''): string {
  if ('words' in values) return `${exactly}-a ${quote(values.words.join(' '))}`;
  if ('dynamic' in values) return `${exactly}-a ${quote(`(__ocode_ask ${values.dynamic})`)}`;
  return 'files' in values ? `${any}-F` : `${exactly}-a ${quote('(__fish_complete_directories)')}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
