import type { SecurityDecision } from '../contract/security.js';

const STRICTNESS = { allow: 0, ask: 1, deny: 2 } as const;

/** The one decision for all that a call touches; questions become one question. Undefined for no decisions. */
export function strictest(decisions: readonly SecurityDecision[]): SecurityDecision | undefined {
  let result: SecurityDecision | undefined;
  for (const decision of decisions) {
    if (!result || STRICTNESS[decision.verdict] > STRICTNESS[result.verdict]) result = decision;
    else if (result.verdict === 'ask' && decision.verdict === 'ask') {
      // An empty scope cannot be remembered, and then the whole call cannot.
      const scope = result.scope === '' || decision.scope === '' ? '' : [...new Set([...result.scope.split('\n'), ...decision.scope.split('\n')])].join('\n');
      result = { ...result, reason: result.reason === decision.reason ? result.reason : `${result.reason}; ${decision.reason}`, scope };
    }
  }
  return result;
}
