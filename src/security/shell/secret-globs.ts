import { globToRegExp } from '../glob.js';

/** Names of every kind of protected file, to ask whether a pattern is meant for them. */
const SECRET_SAMPLES = [
  '.env',
  '.env.local',
  '.env.production',
  '.npmrc',
  '.pypirc',
  '.netrc',
  'id_rsa',
  'id_ed25519',
  'server.pem',
  'client.p12',
  'client.pfx',
  '.git-credentials',
  '.ssh',
  '.aws',
];
/** A pattern that takes these in is meant for files of every kind. */
const ORDINARY_SAMPLES = ['a.ts', 'app.py', 'README.md', 'Makefile'];

/**
 * Does the last part of this glob single out protected files? With `alsoOrdinary` a pattern that takes in everything
 * counts too (ripgrep searches hidden files when a glob matches them). A bracket counts as any character.
 */
export function takesSecrets(pattern: string, options: { alsoOrdinary: boolean }): boolean {
  const last = (pattern.replace(/\/+$/, '').split('/').at(-1) ?? '').replace(/\\(.)/g, '$1').replace(/\[[^\]]*\]?/g, '?');
  const expression = globToRegExp(last, { ignoreCase: true });
  const takes = (name: string): boolean => expression.test(name);
  return SECRET_SAMPLES.some(takes) && (options.alsoOrdinary || !ORDINARY_SAMPLES.some(takes));
}
