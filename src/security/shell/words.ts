import { ansiEscape } from './ansi-quotes.js';
import { expandBraces } from './braces.js';
import { expandGlob } from './glob-files.js';
import type { ShellNode } from './tree.js';
import type { Unit } from './unit.js';

/** One word as the program will get it. Without `text` it is not known; `prefix` is the known beginning, `single`: it stays one word. */
export type Word = { text: string; stream?: boolean } | { text: undefined; prefix: string; single: boolean };

export interface WordPlace {
  source: string;
  /** The value of a variable, or undefined when it is not known. */
  variable(name: string): string | undefined;
  home: string | undefined;
  /** The folder for globs; undefined when it is not known. */
  folder: string | undefined;
}

const OPAQUE = new Set(['command_substitution', 'process_substitution', 'expansion', 'simple_expansion', 'arithmetic_expansion']);

/**
 * Reads the text of a word again, as bash does: quotes, escapes, braces, tilde, variables that are known, globs. Returns
 * undefined when the text cannot be one word, which means that the grammar read it differently.
 */
export function resolveWord(node: ShellNode, place: WordPlace): Word[] | undefined {
  const { source } = place;
  if (node.type === 'process_substitution') return source.startsWith('<(', node.start) ? [{ text: '/dev/fd/63', stream: true }] : undefined;
  const units = readUnits(node, place);
  if (!units) return undefined;
  const words = expandBraces(units);
  if (!words) return [{ text: undefined, prefix: '', single: false }];
  return words.flatMap((word) => finishWord(word, place));
}

function readUnits(node: ShellNode, place: WordPlace): Unit[] | undefined {
  const { source } = place;
  const holes = opaqueRanges(node);
  const units: Unit[] = [];
  const literal = (text: string): void => {
    for (const character of text) units.push({ character, quoted: true });
  };
  let inDouble = false;
  for (let at = node.start; at < node.end; at++) {
    const hole = holes.get(at);
    if (hole) {
      const value = knownValue(source.slice(hole.start, hole.end), place);
      // Unquoted, a value with blanks or stars would become other words.
      if (value !== undefined && (inDouble || /^[^\s*?[\\]*$/.test(value))) literal(value);
      else units.push({ hole: true, single: inDouble || hole.type === 'arithmetic_expansion' });
      at = hole.end - 1;
      continue;
    }
    const character = source[at] ?? '';
    const next = source[at + 1] ?? '';
    if (character === '`' || (character === '$' && /[({[A-Za-z_0-9@*#?$!-]/.test(next))) return undefined;
    if (character === '\\') {
      if (at + 1 >= node.end) return undefined;
      at++;
      if (next === '\n') continue;
      if (inDouble && !'$`"\\'.includes(next)) units.push({ character: '\\', quoted: true });
      units.push({ character: next, quoted: true });
    } else if (character === '"') {
      inDouble = !inDouble;
      // Empty quotes make a word too.
      units.push({ character: '', quoted: true });
    } else if (inDouble) units.push({ character, quoted: true });
    else if (character === "'") {
      const end = source.indexOf("'", at + 1);
      if (end === -1 || end >= node.end) return undefined;
      literal(source.slice(at + 1, end));
      units.push({ character: '', quoted: true });
      at = end;
    } else if (character === '$' && next === "'") {
      const read = ansiEscape(source, at + 2, node.end);
      if (!read) return undefined;
      if (read.text === undefined) units.push({ hole: true, single: true });
      else literal(read.text);
      at = read.end;
    } else if (character === '$' && next === '"') return undefined;
    else if (/[\s;&|<>()]/.test(character)) return undefined;
    else units.push({ character, quoted: false });
  }
  return inDouble ? undefined : units;
}

function opaqueRanges(node: ShellNode): Map<number, ShellNode> {
  const ranges = new Map<number, ShellNode>();
  const visit = (child: ShellNode): void => {
    if (OPAQUE.has(child.type)) ranges.set(child.start, child);
    else child.children.forEach(visit);
  };
  visit(node);
  return ranges;
}

/** `$name` and `${name}` only; everything else is not known before it runs. */
function knownValue(text: string, place: WordPlace): string | undefined {
  const name = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})$/.exec(text);
  const found = name?.[1] ?? name?.[2];
  return found === undefined ? undefined : place.variable(found);
}

function finishWord(units: readonly Unit[], place: WordPlace): Word[] {
  const expanded = expandTilde(units, place);
  if (!expanded) return [{ text: undefined, prefix: '', single: false }];
  let prefix = '';
  let known = true;
  let single = true;
  let globbing = false;
  for (const unit of expanded) {
    if ('hole' in unit) {
      known = false;
      single &&= unit.single;
    } else {
      if (known) prefix += unit.character;
      globbing ||= !unit.quoted && /[*?[]/.test(unit.character);
    }
  }
  if (expanded.length === 0) return [];
  if (!known) return [{ text: undefined, prefix, single: single && !globbing }];
  if (!globbing) return [{ text: prefix }];
  const names = expandGlob(expanded, place.folder);
  if (!names) return [{ text: undefined, prefix: '', single: false }];
  return names.length === 0 ? [{ text: prefix }] : names.map((text) => ({ text }));
}

/** `~` and `~/…` are the home folder; `~name` is another one; `~+` and `~-` depend on what ran before. */
function expandTilde(units: readonly Unit[], place: WordPlace): readonly Unit[] | undefined {
  const first = units[0];
  if (first === undefined || 'hole' in first || first.quoted || first.character !== '~') return units;
  const slash = units.findIndex((unit) => !('hole' in unit) && unit.character === '/');
  const name = units.slice(1, slash === -1 ? undefined : slash);
  if (name.some((unit) => 'hole' in unit || unit.quoted)) return undefined;
  const user = name.map((unit) => ('hole' in unit ? '' : unit.character)).join('');
  if (/^[+-]/.test(user) || (user === '' && place.home === undefined)) return undefined;
  const folder = user === '' ? (place.home ?? '') : user === 'root' ? '/root' : `/home/${user}`;
  return [...[...folder].map((character) => ({ character, quoted: true })), ...(slash === -1 ? [] : units.slice(slash))];
}
