import { makeVisible } from '../lib/sanitize.js';
import { globToRegExp } from './glob.js';

/**
 * Rules (SPEC part 6): `bash(git log *)`, `edit(src/**)`, `write(…)` (the same as edit), `read(docs/**)`,
 * `fetch(https://example.org/*)`, `mcp(server/tool)`, `git(write)`, or a bare tool name for every use of that tool.
 */
export const RULE_EXAMPLES = [
  'bash(git log *)',
  'bash(npm test)',
  'edit(src/**)',
  'read(docs/**)',
  'fetch(https://example.org/*)',
  'mcp(server/*)',
  'git(write)',
  'web_search',
];

type RuleKind = 'bash' | 'edit' | 'read' | 'fetch' | 'mcp' | 'git' | 'tool';

export interface Rule {
  kind: RuleKind;
  /** Words for bash, a glob for the others, the name for tool. */
  pattern: string;
  text: string;
}

/** What a rule is held against. `argv`: undefined words could be anything. */
export type RuleSubject =
  | { kind: 'bash'; argv: ReadonlyArray<string | undefined> }
  | { kind: 'edit' | 'read'; paths: readonly string[] }
  | { kind: 'fetch'; url: string }
  | { kind: 'mcp' | 'git'; target: string };

const KINDS: Record<string, RuleKind> = { bash: 'bash', shell: 'bash', edit: 'edit', write: 'edit', read: 'read', fetch: 'fetch', mcp: 'mcp', git: 'git' };

/** Throws an Error that says what is wrong, with an example. */
export function parseRule(text: string): Rule {
  const trimmed = text.trim();
  const wrong = (what: string): Error => new Error(`The rule "${makeVisible(trimmed)}" ${what}. Examples: ${RULE_EXAMPLES.slice(0, 6).join(', ')}.`);
  if (trimmed === '') throw wrong('is empty');
  const open = trimmed.indexOf('(');
  if (open === -1) {
    if (!/^[A-Za-z_][\w.-]*\*?$/.test(trimmed)) throw wrong('is neither kind(pattern) nor a tool name');
    const kind = KINDS[trimmed.toLowerCase()];
    return kind && kind !== 'git'
      ? { kind, pattern: kind === 'edit' || kind === 'read' ? '**' : '*', text: trimmed }
      : { kind: 'tool', pattern: trimmed, text: trimmed };
  }
  if (!trimmed.endsWith(')')) throw wrong('has no closing parenthesis');
  const name = trimmed.slice(0, open).trim().toLowerCase();
  const pattern = trimmed.slice(open + 1, -1).trim();
  const kind = KINDS[name];
  if (!kind) throw wrong(`begins with "${name}", which is none of bash, edit, write, read, fetch, mcp, git`);
  if (pattern === '') throw wrong('has an empty pattern');
  if (kind === 'mcp' && !/^(?:\*|[^/]+(?:\/.+)?)$/.test(pattern)) throw wrong('must name server/tool');
  if (kind === 'fetch' && !/^(?:\*|https?:\/\/|\*\.|[\w.-]+\.\w+)/.test(pattern)) throw wrong('must name an http(s) address or *');
  if (kind === 'bash' && splitWords(pattern) === undefined) throw wrong('has a quote without an end');
  return { kind, pattern, text: trimmed };
}

/** `maybe`: an unknown word could make it match; only deny and ask rules care. */
export type Match = 'yes' | 'maybe' | 'no';

/** `strict` is for deny and ask rules: letter case does not matter, unknown words may match. */
export function matchRule(rule: Rule, subject: RuleSubject, strict: boolean): Match {
  if (rule.kind !== subject.kind) return 'no';
  switch (subject.kind) {
    case 'bash':
      return matchWords(splitWords(rule.pattern) ?? [], subject.argv, strict);
    case 'edit':
    case 'read': {
      const expression = globToRegExp(pathPattern(rule.pattern), { ignoreCase: strict });
      return subject.paths.some((path) => expression.test(path)) ? 'yes' : 'no';
    }
    case 'fetch': {
      const pattern = /^(?:\*$|https?:)/.test(rule.pattern) ? rule.pattern : `http{,s}://${rule.pattern}`;
      const whole = globToRegExp(pattern, { parts: false, ignoreCase: strict });
      return whole.test(subject.url) || whole.test(subject.url.replace(/\/$/, '')) ? 'yes' : 'no';
    }
    default: {
      const pattern = rule.pattern.includes('/') || rule.pattern === '*' || rule.kind === 'git' ? rule.pattern : `${rule.pattern}/*`;
      return globToRegExp(pattern, { parts: false, ignoreCase: strict }).test(subject.target) ? 'yes' : 'no';
    }
  }
}

/** A folder named without a star means all that is in it. */
function pathPattern(pattern: string): string {
  const plain = pattern.replace(/^\.\//, '');
  return plain.endsWith('/') ? `${plain}**` : plain;
}

/**
 * Words one by one; a last `*` takes any number of words, none too; `*` alone takes every command. A star at the end of the
 * last word (`npm publish*`) takes the words behind it too where that is the safe side: in deny and ask rules.
 */
function matchWords(pattern: readonly PatternWord[], argv: ReadonlyArray<string | undefined>, strict: boolean): Match {
  const last = pattern.at(-1);
  const free = last?.expression.source === ANY_SOURCE;
  const open = free || (strict && last?.open === true);
  const fixed = free ? pattern.slice(0, -1) : pattern;
  if (argv.length < fixed.length || (!open && argv.length > fixed.length)) {
    // An unknown word may become several.
    return strict && argv.some((word, at) => word === undefined && fixed.slice(0, at).every((wanted, index) => wanted.expression.test(argv[index] ?? '')))
      ? 'maybe'
      : 'no';
  }
  let result: Match = 'yes';
  for (const [at, wanted] of fixed.entries()) {
    const word = argv[at];
    if (word === undefined) {
      if (wanted.expression.source === ANY_SOURCE) continue;
      if (!strict) return 'no';
      result = 'maybe';
      break;
    }
    if (!wanted.expression.test(word)) return 'no';
  }
  return result;
}

interface PatternWord {
  expression: RegExp;
  /** It ends in a star of its own. */
  open: boolean;
}
const ANY_SOURCE = globToRegExp('*', { parts: false }).source;
const LITERAL = /[\\^$.*+?()[\]{}|/]/g;

/** Words of a bash pattern: quotes make them literal, `*` takes anything. Undefined when a quote has no end. */
function splitWords(pattern: string): PatternWord[] | undefined {
  const words: PatternWord[] = [];
  let source: string | undefined;
  let open = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (!/\s/.test(character)) open = character === '*';
    if (/\s/.test(character)) {
      if (source !== undefined) words.push({ expression: new RegExp(`^${source}$`, 'u'), open });
      source = undefined;
    } else if (character === "'" || character === '"') {
      const end = pattern.indexOf(character, at + 1);
      if (end === -1) return undefined;
      source = (source ?? '') + pattern.slice(at + 1, end).replace(LITERAL, '\\$&');
      at = end;
    } else if (character === '\\' && at + 1 < pattern.length) source = (source ?? '') + (pattern[++at] ?? '').replace(LITERAL, '\\$&');
    else source = (source ?? '') + (character === '*' ? '[^]*' : character.replace(LITERAL, '\\$&'));
  }
  if (source !== undefined) words.push({ expression: new RegExp(`^${source}$`, 'u'), open });
  return words;
}

/** The word as `splitWords` reads it back. */
export function quoteForRule(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
