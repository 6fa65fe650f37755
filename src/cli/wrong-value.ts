import type { WrongValue } from '../config/read-layer.js';
import type { SettingsLayer } from '../config/schema.js';
import { checkHost } from '../providers/index.js';
import { parseRule } from '../security/index.js';

const RULE_LISTS = ['allow', 'ask', 'deny'] as const;

/** The first value of a layer that has the right type and still means nothing: a rule or an address that cannot be read. */
export function wrongValue(values: SettingsLayer): WrongValue | undefined {
  for (const list of RULE_LISTS) {
    for (const [index, rule] of (values.permissions?.rules?.[list] ?? []).entries()) {
      const problem = complaint(() => parseRule(rule));
      if (problem) return { path: ['permissions', 'rules', list, index], problem };
    }
  }
  const { ollama_host } = values;
  const problem = ollama_host === undefined ? undefined : complaint(() => checkHost(ollama_host));
  return problem ? { path: ['ollama_host'], problem } : undefined;
}

function complaint(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
