import { type CommandNode, flatten, type Values, valueFlags } from './command-tree.js';

/** A completion script for zsh: as a file `_ocode` in `$fpath`, or `eval "$(ocode completion zsh)"`. */
export function zshScript(tree: CommandNode): string {
  const nodes = flatten(tree);
  const places = nodes.filter((node) => node.path !== '').map((node) => quote(node.path));
  const valued = valueFlags(nodes)
    .flatMap(({ place, names }) => names.map((name) => pattern(place, name)))
    .join('|');
  return `#compdef ocode
# zsh completion of ocode; add to ~/.zshrc after compinit:  eval "$(ocode completion zsh)"
_ocode() {
  local place='' word previous="\${words[CURRENT-1]}" current="\${words[CURRENT]}"
  local -a offers
  local index
  for ((index = 2; index < CURRENT; index++)); do
    case "$place|\${words[index-1]}" in
      (${valued}) continue ;;
    esac
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
${valueFlags(nodes).flatMap(flagCase).join('\n')}
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

function flagCase({ place, flag }: ReturnType<typeof valueFlags>[number]): string[] {
  if (!flag.values && flag.names.includes('--print')) return [];
  return [`    (${flag.names.map((name) => pattern(place, name)).join('|')}) ${flag.values ? `${offer(flag.values)}; ` : ''}return ;;`];
}

/** The program's own flags may stand behind any command. */
function pattern(place: string | undefined, name: string): string {
  return place === undefined ? `*${quote(`|${name}`)}` : quote(`${place}|${name}`);
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
