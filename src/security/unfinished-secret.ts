import { isSecretName } from './secrets.js';

/** How known tokens begin. What follows is made of letters, digits, `_`, `-` and `.`. */
const HEADS = [
  ...['github_pat_', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'glpat-', 'sk-', 'sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
  ...['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'AKIA', 'ASIA', 'AIza', 'npm_', 'pypi-', 'hf_', 'dop_v1_', 'SG.', 'eyJ'],
];
const TOKEN_REST = /^[\w.-]*$/;
const KEY_BLOCK = '-----BEGIN ';
const KEY_BLOCK_REST = /^-----BEGIN [A-Z ]*(?:-{0,5}|PRIVATE KEY-----(?![\s\S]*-----END [A-Z ]*PRIVATE KEY-----)[\s\S]*)$/;
const KEY_BLOCK_WHOLE = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g;
const BEARER = /\b[Bb]earer ([\w.~+/-]*=*)$/;
const IN_ADDRESS = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"']{1,80}:([^\s:/@"']{0,200})$/;
/** A value of the environment that is shorter is not masked either. */
const SHORTEST_VALUE = 8;
/** More is not held back for anything but a private key. */
const LONGEST_TOKEN = 4_096;

/**
 * Finds where a secret may have begun that is not over yet. The answer is a place in `text` (its length: nowhere); what
 * stands before it is decided. `before`: what came before the text, at least the last 120 characters.
 */
export function createSecretWatch(env: Readonly<Record<string, string | undefined>>): (before: string, text: string) => number {
  const values = Object.entries(env)
    .flatMap(([name, value]) => (value && isSecretName(name) && value.length >= SHORTEST_VALUE ? [value] : []))
    .sort((a, b) => b.length - a.length);
  const starts = new Set([...HEADS, ...values, '-'].map((each) => each.charAt(0)));
  return (before, text) => {
    const end = inContext(before, text);
    for (let at = text.includes('-----END ') ? endOfKeys(text) : 0; at < end; at++) {
      if (!starts.has(text.charAt(at))) continue;
      if (mayBegin(text.slice(at), at === 0 ? before.slice(-1) : text.charAt(at - 1), values)) return at;
      // A value that is whole is over; another one may begin only behind it.
      const whole = values.find((value) => text.startsWith(value, at));
      if (whole) at += whole.length - 1;
    }
    return end;
  };
}

/** Behind the last private key that is whole. */
function endOfKeys(text: string): number {
  return [...text.matchAll(KEY_BLOCK_WHOLE)].reduce((_, match) => match.index + match[0].length, 0);
}

function mayBegin(rest: string, previous: string, values: readonly string[]): boolean {
  if (values.some((value) => value.startsWith(rest))) return true;
  if (KEY_BLOCK.startsWith(rest) || KEY_BLOCK_REST.test(rest)) return true;
  if (/\w/.test(previous) || rest.length > LONGEST_TOKEN) return false;
  return HEADS.some((head) => head.startsWith(rest) || (rest.startsWith(head) && TOKEN_REST.test(rest)));
}

/** Secrets that are known by what stands before them. */
function inContext(before: string, text: string): number {
  const all = before.slice(-120) + text;
  const hidden = all.includes('earer ') || all.includes('://') ? (BEARER.exec(all)?.[1] ?? IN_ADDRESS.exec(all)?.[1]) : undefined;
  return hidden === undefined || hidden.length > LONGEST_TOKEN ? text.length : Math.max(0, text.length - hidden.length);
}
