import type { PermissionMode, SecurityDecision } from '../contract/security.js';
import { makeVisible } from '../lib/sanitize.js';
import { oneLine } from '../lib/truncate.js';
import type { RuleBook, RuleVerdict } from './rule-book.js';
import { quoteForRule } from './rules.js';
import { plainGit } from './shell/git-command.js';
import type { JudgedPart } from './shell/part.js';

export interface CommandPolicy {
  mode: PermissionMode;
  book: RuleBook;
  display(absolutePath: string): string;
  tainted: string | undefined;
  /** `allow_file_write`: a redirection is a write. */
  mayWrite: boolean;
  mayGit: boolean;
}

export interface ShellVerdict {
  verdict: SecurityDecision['verdict'];
  reason: string;
  /** Rules that "always" would remember, one a line; empty when that cannot be said as rules. */
  scope: string;
  rule?: string;
  parts: JudgedPart[];
}

/** Rules and mode over the parts of a command line; the strictest part decides. Pure. */
export function decideCommand(judged: readonly JudgedPart[], policy: CommandPolicy): ShellVerdict {
  const parts = judged.map((part) => decidePart(part, policy));
  const denied = parts.find((part) => part.verdict === 'deny');
  if (denied) return { verdict: 'deny', reason: because(denied), scope: '', ...ruleOf(denied), parts };
  const asking = parts.filter((part) => part.verdict === 'ask');
  const first = asking[0];
  if (first) {
    const scopes = asking.map((part) => scopeOf(part, policy));
    const reasons = [...new Set(asking.map(because))];
    const reason = reasons.length > 3 ? `${reasons.slice(0, 3).join('; ')}; and ${reasons.length - 3} more` : reasons.join('; ');
    return { verdict: 'ask', reason, scope: scopes.includes('') ? '' : [...new Set(scopes)].join('\n'), ...ruleOf(first), parts };
  }
  return {
    verdict: 'allow',
    reason: (parts.find((part) => part.rule) ?? parts.find((part) => part.reason === FULL))?.reason ?? 'every part only reads',
    ...ruleOf(parts.find((part) => part.rule)),
    scope: '',
    parts,
  };
}

const FULL = 'mode full';

interface DecidedPart extends JudgedPart {
  rule?: string;
}

function decidePart(part: JudgedPart, policy: CommandPolicy): DecidedPart {
  const { mode, book } = policy;
  if (part.hard === 'path') return part;
  if (part.writes !== undefined && !policy.mayWrite)
    return { ...part, verdict: 'deny', reason: 'it writes a file, and permissions.allow_file_write is false in the settings' };
  if (!policy.mayGit && part.argv?.[0] === 'git')
    return { ...part, verdict: 'deny', reason: 'it uses git, and permissions.allow_git_ops is false in the settings' };
  const found = part.argv
    ? findForWords(part.argv, policy)
    : part.writes === undefined
      ? undefined
      : book.find({ kind: 'edit', paths: [policy.display(part.writes), part.writes] });
  if (found?.verdict === 'deny') return { ...part, verdict: 'deny', reason: `the rule ${found.rule} forbids it`, rule: found.rule };
  if (part.hard === 'catastrophe') return mode === 'full' ? { ...part, verdict: 'ask' } : part;
  if (mode === 'plan')
    return part.verdict === 'allow' ? part : { ...part, verdict: 'deny', reason: `in plan mode only known read-only commands run: ${part.reason}` };
  if (found?.verdict === 'ask') return { ...part, verdict: 'ask', reason: `the rule ${found.rule} asks`, rule: found.rule };
  if (part.verdict !== 'ask') return part;
  if (found?.verdict === 'allow') return { ...part, verdict: 'allow', reason: `the rule ${found.rule} allows it`, rule: found.rule };
  if (mode !== 'full') return policy.tainted ? { ...part, reason: `${part.reason}, and content from ${policy.tainted} was read before` } : part;
  // What cannot be read could be what a deny rule forbids.
  return book.hasDenyForCommands && part.argv === undefined && part.writes === undefined ? part : { ...part, verdict: 'allow', reason: FULL };
}

/** A deny or ask rule sees through assignments in front, the folder of the program and git's global options; an allow rule does not. */
function findForWords(argv: Words, { book, tainted }: CommandPolicy): RuleVerdict | undefined {
  const find = (words: Words): RuleVerdict | undefined => book.find({ kind: 'bash', argv: words }, tainted !== undefined);
  const found = find(argv);
  if (found?.verdict === 'deny') return found;
  const others = otherReadings(argv).map(find);
  return others.find((other) => other?.verdict === 'deny') ?? (found?.verdict === 'ask' ? found : (others.find((other) => other?.verdict === 'ask') ?? found));
}

type Words = ReadonlyArray<string | undefined>;

function otherReadings(argv: Words): Words[] {
  const from = argv.findIndex((word) => word === undefined || !/^[A-Za-z_]\w*=/.test(word));
  const [program, ...rest] = argv.slice(Math.max(0, from));
  if (program === undefined) return [];
  const words = [program.slice(program.lastIndexOf('/') + 1), ...rest];
  return words[0] === 'git' ? [words, plainGit(words)] : [words];
}

/** Programs whose second word says what they do. */
const WITH_SUBCOMMANDS = new Set([
  'git',
  'npm',
  'pnpm',
  'yarn',
  'bun',
  'cargo',
  'go',
  'docker',
  'podman',
  'kubectl',
  'pip',
  'pip3',
  'uv',
  'poetry',
  'gh',
  'dotnet',
  'mvn',
  'gradle',
  'bundle',
  'deno',
]);

/** "Always" remembers a program with its subcommand, or else exactly these words. */
function scopeOf(part: JudgedPart, policy: CommandPolicy): string {
  if (part.writes !== undefined) return `edit(${policy.display(part.writes)})`;
  const argv = part.argv;
  if (!argv || argv.length === 0) return '';
  const words = argv.flatMap((word) => word ?? []);
  const [program = '', subcommand = ''] = words;
  if (WITH_SUBCOMMANDS.has(program) && argv[1] !== undefined && /^[a-z][\w:-]*$/.test(subcommand)) {
    // `npm run build` and `docker compose up`: the third word is part of the name.
    const third = words[2];
    const named =
      third !== undefined && argv[2] !== undefined && ['run', 'compose', 'exec', 'tool'].includes(subcommand) && /^[\w:./-]+$/.test(third)
        ? [program, subcommand, third]
        : [program, subcommand];
    return `bash(${named.map(quoteForRule).join(' ')} *)`;
  }
  return words.length === argv.length && !words.some((word) => /[\n\r]/.test(word)) ? `bash(${words.map(quoteForRule).join(' ')})` : '';
}

function because(part: JudgedPart): string {
  return `${makeVisible(oneLine(part.text, 80))}: ${part.reason}`;
}

function ruleOf(part: DecidedPart | undefined): { rule?: string } {
  return part?.rule === undefined ? {} : { rule: part.rule };
}
