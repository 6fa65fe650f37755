import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';

const SECRET_NAME = /key|token|secret|passw|pwd$|credential|auth|cookie|session|private|signature|salt|dsn|webhook|conn(ection)?_?str|_pat$|^pat_/i;
/** Shapes of keys and tokens, and addresses with a password in them. */
const SECRET_VALUE =
  /^(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abp]|AKIA|ASIA|AIza|ya29|hf|npm)[-_]?[A-Za-z0-9_-]{12,}|:\/\/[^/\s:@]*:[^/\s@]+@|-----BEGIN|^eyJ[\w-]+\.[\w-]+\.|^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=-]{32,}$/;

/** `env`: names of the environment; a value only when its name is asked for and nothing about it looks secret. */
export const env = defineTool({
  name: 'env',
  description: 'Environment variable names; values of the names given (no secrets).',
  input: () => z.object({ names: z.array(z.string().min(1)).optional() }),
  set: 'system',
  kind: 'read',
  aliases: ['environment', 'printenv', 'env_vars'],
  argAliases: { name: 'names', variable: 'names', key: 'names' },
  coerce: (raw) =>
    typeof raw.names === 'string' && !raw.names.trim().startsWith('[') ? { ...raw, names: raw.names.split(/[\s,]+/).filter((name) => name !== '') } : raw,
  async run({ names }) {
    const known = Object.keys(process.env).sort();
    if (!names || names.length === 0) return { text: known.join('\n'), data: { names: known } };
    const lines = names.map((name) => `${name}${shownValue(name, process.env[name])}`);
    return { text: lines.join('\n'), data: { values: Object.fromEntries(names.map((name) => [name, shownValue(name, process.env[name])])) } };
  },
});

/** `=value`, or why it is not shown. */
function shownValue(name: string, value: string | undefined): string {
  if (value === undefined) return ' is not set';
  return looksSecret(name, value) ? ' is set (not shown: it looks like a secret)' : `=${value}`;
}

export function looksSecret(name: string, value: string): boolean {
  const harmless = /^(SSH_AUTH_SOCK|XAUTHORITY|GPG_TTY|XDG_SESSION_\w+|DESKTOP_SESSION|SESSION_MANAGER|PWD|OLDPWD)$/.test(name);
  return (!harmless && SECRET_NAME.test(name)) || SECRET_VALUE.test(value);
}
