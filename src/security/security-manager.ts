import { isToolError } from '../contract/error.js';
import type { Access, CommandPart, JudgedCall, PathGuard, PermissionMode, SecurityDecision, SecurityJudge } from '../contract/security.js';
import { oneLine } from '../lib/truncate.js';
import { decideCommand, type ShellVerdict } from './decide-command.js';
import { refuseWhole } from './refuse-whole.js';
import { RuleBook, type RuleTexts, type RuleVerdict } from './rule-book.js';
import { strictest } from './strictest.js';

interface PermissionFlags {
  allow_file_read: boolean;
  allow_file_write: boolean;
  allow_shell_exec: boolean;
  allow_git_ops: boolean;
}

export interface SecurityManagerOptions {
  guard: PathGuard;
  flags: PermissionFlags;
  mode: PermissionMode;
  /** Rule texts of all layers; each was parsed once by `parseRule` (a wrong one throws here). */
  rules?: RuleTexts;
  /** `permissions.allowed_commands`: argv prefixes such as `ls` or `npm test`; the same as `bash(ls *)` in allow. */
  allowedCommands?: readonly string[];
  /** `permissions.blocked_commands`, the same in deny. */
  blockedCommands?: readonly string[];
  /** A person can be asked: then writes of the default mode show their diff and ask. */
  interactive: boolean;
  /** Folder of relative paths and commands. Default: the root. */
  cwd?: string;
  home?: string;
}

export interface SecurityManager extends SecurityJudge {
  /** For `ocode permissions check "<command>"`. Nothing is run. */
  explainCommand(command: string, cwd?: string): Promise<{ verdict: SecurityDecision['verdict']; reason: string; parts: CommandPart[] }>;
}

/** Throws an Error for a rule that cannot be read; deciding never throws. */
export function createSecurityManager(options: SecurityManagerOptions): SecurityManager {
  return new Judge(options);
}

class Judge implements SecurityManager {
  private readonly book: RuleBook;
  private readonly guard: PathGuard;
  private readonly cwd: string;
  private tainted: string | undefined;

  constructor(private readonly options: SecurityManagerOptions) {
    this.guard = options.guard;
    this.cwd = options.cwd ?? options.guard.root;
    this.book = new RuleBook({
      allow: [...(options.rules?.allow ?? []), ...commandRules(options.allowedCommands)],
      ask: options.rules?.ask ?? [],
      deny: [...(options.rules?.deny ?? []), ...commandRules(options.blockedCommands)],
    });
  }

  async decide(call: JudgedCall): Promise<SecurityDecision> {
    try {
      const byName = this.book.forTool(call.tool);
      if (byName?.verdict === 'deny') return { verdict: 'deny', reason: `the rule ${byName.rule} forbids this tool`, rule: byName.rule };
      const decisions: SecurityDecision[] = [];
      for (const access of call.accesses) decisions.push(await this.decideAccess(access));
      if (byName?.verdict === 'ask')
        decisions.push({ verdict: 'ask', reason: `the rule ${byName.rule} asks before this tool`, scope: call.tool, rule: byName.rule });
      const decision = strictest(decisions) ?? { verdict: 'allow', reason: 'it touches nothing outside ocode' };
      // An allow rule that names the tool answers a question, but lifts no refusal.
      return decision.verdict === 'ask' && byName?.verdict === 'allow' && !(this.tainted && reachesOut(call)) && this.options.mode !== 'plan'
        ? { verdict: 'allow', reason: `the rule ${byName.rule} allows this tool`, rule: byName.rule }
        : decision;
    } catch (error) {
      return { verdict: 'deny', reason: `it could not be judged: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  grant(scope: string): void {
    for (const line of scope.split('\n')) if (line.trim() !== '') this.book.grant(line, this.tainted !== undefined);
  }

  taint(source: string): void {
    this.tainted ??= source;
  }

  async explainCommand(command: string, cwd = this.cwd): Promise<{ verdict: SecurityDecision['verdict']; reason: string; parts: CommandPart[] }> {
    const { verdict, reason, parts } = await this.judgeShell(command, cwd);
    return { verdict, reason, parts: parts.map(({ text, verdict, reason }) => ({ text, verdict, reason })) };
  }

  private decideAccess(access: Access): SecurityDecision | Promise<SecurityDecision> {
    switch (access.kind) {
      case 'read':
      case 'write':
      case 'delete':
        return this.decidePath(access.path, access.kind);
      case 'execute':
        return this.decideExecute(access.command, access.cwd);
      case 'git':
        return this.decideGit(access.action);
      case 'fetch':
        return this.decideFetch(access.url);
      case 'call':
        return this.decideCall(access.target);
    }
  }

  private decidePath(path: string, use: 'read' | 'write' | 'delete'): SecurityDecision {
    const { flags, mode, interactive } = this.options;
    if (use === 'read' && !flags.allow_file_read) return off('allow_file_read', 'no file may be read');
    if (use !== 'read' && !flags.allow_file_write) return off('allow_file_write', 'no file may be written');
    let real: string;
    try {
      real = this.guard.resolve(path, use, this.cwd);
      if (use === 'delete') refuseWhole(real, this.guard);
    } catch (error) {
      if (!isToolError(error)) throw error;
      return { verdict: 'deny', reason: error.message, code: error.code === 'outside_workspace' ? 'outside_workspace' : 'denied' };
    }
    const shown = this.guard.display(real);
    const kind = use === 'read' ? 'read' : 'edit';
    const rule = this.book.find({ kind, paths: [shown, real] });
    const scope = `${kind}(${shown})`;
    if (use !== 'read' && mode === 'plan' && rule?.verdict !== 'deny') return planned('files are not changed');
    if (rule) return ruled(rule, scope);
    if (use === 'read') return { verdict: 'allow', reason: 'it reads inside the workspace' };
    if (mode === 'default' && interactive) return { verdict: 'ask', reason: `it ${use === 'delete' ? 'removes' : 'writes'} ${shown}`, scope };
    return { verdict: 'allow', reason: 'it writes inside the workspace' };
  }

  private async decideExecute(command: string, cwd: string | undefined): Promise<SecurityDecision> {
    if (!this.options.flags.allow_shell_exec) return off('allow_shell_exec', 'no command runs');
    const judged = await this.judgeShell(command, cwd ?? this.cwd);
    const rule = judged.rule === undefined ? {} : { rule: judged.rule };
    if (judged.verdict === 'ask') return { verdict: 'ask', reason: judged.reason, scope: judged.scope, ...rule };
    return { verdict: judged.verdict, reason: judged.reason, ...rule };
  }

  private async judgeShell(command: string, cwd: string): Promise<ShellVerdict> {
    const { mode, flags, home } = this.options;
    if (!flags.allow_shell_exec) {
      const reason = off('allow_shell_exec', 'no command runs').reason;
      return { verdict: 'deny', reason, scope: '', parts: [{ text: command, verdict: 'deny', reason }] };
    }
    let from: string;
    try {
      from = this.guard.resolve(cwd, 'list', this.cwd);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { verdict: 'deny', reason, scope: '', parts: [{ text: oneLine(command, 200), verdict: 'deny', reason }] };
    }
    // The tables and the parser of commands load when the first command comes.
    const { judgeCommand } = await import('./shell/judge-command.js');
    const parts = await judgeCommand(command, { guard: this.guard, cwd: from, ...(home === undefined ? {} : { home }) });
    return decideCommand(parts, {
      mode,
      book: this.book,
      display: (path) => this.guard.display(path),
      tainted: this.tainted,
      mayWrite: flags.allow_file_write,
      mayGit: flags.allow_git_ops,
    });
  }

  private decideGit(action: 'read' | 'write'): SecurityDecision {
    const { flags, mode } = this.options;
    if (!flags.allow_git_ops) return off('allow_git_ops', 'git is not used');
    const rule = this.book.find({ kind: 'git', target: action });
    if (action === 'write' && mode === 'plan' && rule?.verdict !== 'deny') return planned('the repository is not changed');
    if (rule) return ruled(rule, `git(${action})`);
    if (action === 'read') return { verdict: 'allow', reason: 'it reads the repository' };
    return mode === 'full' ? { verdict: 'allow', reason: 'mode full' } : { verdict: 'ask', reason: 'it changes the repository', scope: 'git(write)' };
  }

  private decideFetch(url: string): SecurityDecision {
    const address = parseUrl(url);
    if (!address) return { verdict: 'deny', reason: `${oneLine(url, 200)} is not an http(s) address` };
    const scope = `fetch(${address.origin}/*)`;
    return this.byRule({ kind: 'fetch', url: address.href }, scope, `it reads ${address.href} from the network`, true);
  }

  private decideCall(target: string): SecurityDecision {
    if (this.options.mode === 'plan') {
      const rule = this.book.find({ kind: 'mcp', target });
      if (rule?.verdict !== 'allow') return planned('tools of servers and plugins may change things');
    }
    return this.byRule({ kind: 'mcp', target }, `mcp(${target})`, `${target} is a tool of a server or plugin: what it does is not known`, false);
  }

  private byRule(subject: { kind: 'fetch'; url: string } | { kind: 'mcp'; target: string }, scope: string, why: string, reachesOut: boolean): SecurityDecision {
    const rule = this.book.find(subject, reachesOut && this.tainted !== undefined);
    if (rule) return ruled(rule, scope);
    if (this.options.mode === 'full') return { verdict: 'allow', reason: 'mode full' };
    return { verdict: 'ask', reason: this.tainted && reachesOut ? `${why}, and content from ${this.tainted} was read before` : why, scope };
  }
}

/** What a rule that fits says, whatever the mode. */
function ruled({ verdict, rule }: RuleVerdict, scope: string): SecurityDecision {
  if (verdict === 'deny') return { verdict, reason: `the rule ${rule} forbids it`, rule };
  return verdict === 'ask' ? { verdict, reason: `the rule ${rule} asks`, scope, rule } : { verdict, reason: `the rule ${rule} allows it`, rule };
}

function reachesOut(call: JudgedCall): boolean {
  return call.accesses.some((access) => access.kind === 'fetch' || access.kind === 'execute');
}

function off(flag: keyof PermissionFlags, what: string): { verdict: 'deny'; reason: string } {
  return { verdict: 'deny', reason: `${what}: permissions.${flag} is false in the settings` };
}

function planned(what: string): SecurityDecision {
  return { verdict: 'deny', reason: `in plan mode ${what}` };
}

function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

function commandRules(prefixes: readonly string[] = []): string[] {
  return prefixes.map((prefix) =>
    /^\w+\(.*\)$/.test(prefix) ? prefix : prefix.trim() === '*' || /\*$/.test(prefix) ? `bash(${prefix})` : `bash(${prefix} *)`,
  );
}
