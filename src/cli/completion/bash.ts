import { type CommandNode, flatten, type Values, valueFlags } from './command-tree.js';

/** A completion script for bash. Works without the bash-completion package. */
export function bashScript(tree: CommandNode): string {
  const nodes = flatten(tree);
  const places = nodes.filter((node) => node.path !== '').map((node) => `"${node.path}"`);
  const valued = valueFlags(nodes)
    .flatMap(({ place, names }) => names.map((name) => pattern(place, name)))
    .join('|');
  return `# bash completion of ocode; add to ~/.bashrc:  eval "$(ocode completion bash)"
_ocode() {
  local line current previous place word flag strip index
  local -a typed
  line="\${COMP_LINE:0:COMP_POINT}"
  read -ra typed <<< "$line"
  current=""
  if [[ "$line" != *[[:space:]] ]]; then
    current="\${typed[\${#typed[@]}-1]}"
    unset "typed[\${#typed[@]}-1]"
  fi
  previous="\${typed[\${#typed[@]}-1]}"
  place=""
  for ((index = 1; index < \${#typed[@]}; index++)); do
    case "$place|\${typed[index - 1]}" in
      ${valued}) continue ;;
    esac
    word="\${place:+$place }\${typed[index]}"
    case "$word" in
      ${places.join('|') || '""'}) place="$word" ;;
    esac
  done
  # Bash breaks words at ":" and "=": what stands before the last of them is already there.
  strip="\${current%"\${current##*[:=]}"}"
  if [[ "$current" == --*=* ]]; then
    previous="\${current%%=*}"
    current="\${current#*=}"
    strip="\${strip#"$previous="}"
  fi
  flag="$place|$previous"
  COMPREPLY=()
  case "$flag" in
${valueFlags(nodes).flatMap(flagCase).join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$place" in
${nodes.map((node) => `      "${node.path}") _ocode_words "${node.flags.flatMap((each) => each.names).join(' ')}" ;;`).join('\n')}
    esac
    return
  fi
  case "$place" in
${nodes.flatMap(placeCase).join('\n')}
  esac
}
_ocode_words() {
  local each
  while IFS= read -r each; do
    COMPREPLY+=("\${each#"$strip"}")
  done < <(compgen -W "$1" -- "$current")
}
_ocode_ask() {
  _ocode_words "$(ocode completion --values "$1" 2>/dev/null)"
}
_ocode_files() {
  local each
  while IFS= read -r each; do
    COMPREPLY+=("$each")
  done < <(compgen "$1" -- "$current")
  compopt -o filenames 2>/dev/null
}
complete -F _ocode ocode
`;
}

function flagCase({ place, flag }: ReturnType<typeof valueFlags>[number]): string[] {
  if (!flag.values && flag.names.includes('--print')) return [];
  return [`    ${flag.names.map((name) => pattern(place, name)).join('|')}) ${flag.values ? `${offer(flag.values)}; ` : ''}return ;;`];
}

/** The program's own flags may stand behind any command. */
function pattern(place: string | undefined, name: string): string {
  return place === undefined ? `*"|${name}"` : `"${place}|${name}"`;
}

function placeCase(node: CommandNode): string[] {
  const names = node.children.map((child) => child.name).join(' ');
  if (names) return [`    "${node.path}") _ocode_words "${names}" ;;`];
  return node.values ? [`    "${node.path}") ${offer(node.values)} ;;`] : [];
}

function offer(values: Values): string {
  if ('words' in values) return `_ocode_words "${values.words.join(' ')}"`;
  if ('dynamic' in values) return `_ocode_ask ${values.dynamic}`;
  return `_ocode_files ${'files' in values ? '-f' : '-d'}`;
}
