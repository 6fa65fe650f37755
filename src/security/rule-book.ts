import { type Match, matchRule, parseRule, type Rule, type RuleSubject } from './rules.js';

export interface RuleTexts {
  allow?: readonly string[];
  ask?: readonly string[];
  deny?: readonly string[];
}

export interface RuleVerdict {
  verdict: 'allow' | 'ask' | 'deny';
  rule: string;
}

/**
 * Do these rules keep a file from being read without a question? For what reads many files at once (search, the index): it
 * leaves such a file out. Undefined when no rule speaks of reading.
 */
export function unreadByRules({ deny = [], ask = [] }: RuleTexts): ((paths: readonly string[]) => boolean) | undefined {
  const rules = [...deny, ...ask].map(parseRule).filter((rule) => rule.kind === 'read');
  return rules.length === 0 ? undefined : (paths) => rules.some((rule) => matchRule(rule, { kind: 'read', paths }, true) === 'yes');
}

/** All rules of a session: deny beats ask beats allow; what a person granted beats an ask. */
export class RuleBook {
  private readonly deny: readonly Rule[];
  private readonly ask: readonly Rule[];
  private readonly allow: readonly Rule[];
  private readonly granted: Array<{ rule: Rule; afterTaint: boolean }> = [];

  constructor(texts: RuleTexts) {
    this.deny = (texts.deny ?? []).map(parseRule);
    this.ask = (texts.ask ?? []).map(parseRule);
    this.allow = (texts.allow ?? []).map(parseRule);
  }

  get hasDenyForCommands(): boolean {
    return this.deny.some((rule) => rule.kind === 'bash');
  }

  /** `afterTaint`: the person knew that content from outside had been read. */
  grant(text: string, afterTaint: boolean): void {
    this.granted.push({ rule: parseRule(text), afterTaint });
  }

  /** `tainted`: only what was granted since then allows. */
  find(subject: RuleSubject, tainted = false): RuleVerdict | undefined {
    const denied = this.deny.find((rule) => matchRule(rule, subject, true) === 'yes');
    if (denied) return { verdict: 'deny', rule: denied.text };
    const granted = this.granted.find(({ rule, afterTaint }) => (afterTaint || !tainted) && matchRule(rule, subject, false) === 'yes');
    const unsure = this.unsure(subject);
    if (unsure) return granted ? { verdict: 'allow', rule: granted.rule.text } : { verdict: 'ask', rule: unsure.text };
    if (granted) return { verdict: 'allow', rule: granted.rule.text };
    const allowed = tainted ? undefined : this.allow.find((rule) => matchRule(rule, subject, false) === 'yes');
    return allowed && { verdict: 'allow', rule: allowed.text };
  }

  forTool(tool: string): RuleVerdict | undefined {
    const matches = (rule: Rule): boolean =>
      rule.kind === 'tool' && (rule.pattern.endsWith('*') ? tool.startsWith(rule.pattern.slice(0, -1)) : rule.pattern === tool);
    const denied = this.deny.find(matches);
    if (denied) return { verdict: 'deny', rule: denied.text };
    const asked = this.ask.find(matches);
    const granted = this.granted.find(({ rule }) => matches(rule))?.rule;
    if (asked && !granted) return { verdict: 'ask', rule: asked.text };
    const allowed = granted ?? this.allow.find(matches);
    return allowed && { verdict: 'allow', rule: allowed.text };
  }

  /** An ask rule that matches, or a deny rule that could. */
  private unsure(subject: RuleSubject): Rule | undefined {
    const could = (match: Match): boolean => match !== 'no';
    return this.ask.find((rule) => could(matchRule(rule, subject, true))) ?? this.deny.find((rule) => could(matchRule(rule, subject, true)));
  }
}
