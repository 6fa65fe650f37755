import { type CommandNode, flatten, type Values } from './command-tree.js';

/** A completion script for zsh: as a file `_ocode` in `$fpath`, or `eval "$(ocode completion zsh)"`. */
export function zshScript(tree: CommandNode): string {
  const nodes = flatten(tree);
  const places = nodes.filter((node) => node.path !== '').map((node) => quote(node.path));
  return `#compdef ocode
# zsh completion of ocode; add to ~/.zshrc after compinit:  eval "$(ocode completion zsh)"
_ocode() {
  local place='' word previous="\${words[CURRENT-1]}" current="\${words[CURRENT]}"
  local -a offers
  local index
  for ((index = 2; index < CURRENT; index++)); do
    word="\${place:+$place }\${words[index]}"
    case "$word" in
      (${places.join('|') || "''"}) place="$word" ;;
    esac
  done
  if [[ "$current" == --*=* ]]; then
    previous="\${current%%=*}"
    compset -P '*='
  fi
  case "$place|$previous" in
${nodes.flatMap(flagCases).join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$place" in
${nodes.map((node) => `      (${quote(node.path)}) offers=(${node.flags.flatMap((flag) => flag.names.map((name) => described(name, flag.description))).join(' ')}) ;;`).join('\n')}
    esac
    _describe -o 'option' offers
    return
  fi
  case "$place" in
${nodes.flatMap(placeCase).join('\n')}
  esac
}
_ocode_ask() {
  local -a found
  found=(\${(f)"$(ocode completion --values "$1" 2>/dev/null)"})
  compadd -a found
}
if [ "\${funcstack[1]}" = "_ocode" ]; then
  _ocode "$@"
else
  compdef _ocode ocode
fi
`;
}

function flagCases(node: CommandNode): string[] {
  return node.flags.flatMap((flag) => {
    if (!flag.takesValue || (!flag.values && flag.names.includes('--print'))) return [];
    const patterns = flag.names.map((name) => quote(`${node.path}|${name}`)).join('|');
    return [`    (${patterns}) ${flag.values ? `${offer(flag.values)}; ` : ''}return ;;`];
  });
}

function placeCase(node: CommandNode): string[] {
  if (node.children.length > 0) {
    return [
      `    (${quote(node.path)}) offers=(${node.children.map((child) => described(child.name, child.description)).join(' ')}); _describe 'command' offers ;;`,
    ];
  }
  return node.values ? [`    (${quote(node.path)}) ${offer(node.values)} ;;`] : [];
}

function offer(values: Values): string {
  if ('words' in values) return `compadd ${values.words.map(quote).join(' ')}`;
  if ('dynamic' in values) return `_ocode_ask ${values.dynamic}`;
  return 'files' in values ? '_files' : '_files -/';
}

function described(name: string, description: string): string {
  return quote(`${name.replaceAll(':', '\\:')}:${description}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
