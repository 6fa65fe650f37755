/** What stands where a secret was. Masking twice changes nothing. */
const MASK = '[masked]';

/** Forms of known tokens. Each begins with something that is cheap to find. */
const TOKENS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
  /\bgithub_pat_\w{20,}/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bglpat-[\w-]{16,}/,
  /\bsk-(?:ant-|proj-|or-v1-)?[\w-]{20,}/,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/,
  /\bxox[abeoprs]-[\w-]{10,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bAIza[\w-]{35}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bpypi-[\w-]{40,}/,
  /\bhf_[A-Za-z0-9]{30,}/,
  /\bdop_v1_[a-f0-9]{40,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/,
  /(?<=\b[Bb]earer )[\w.~+/-]{16,}=*/,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"']{1,80}:)[^\s:/@"']{3,200}(?=@)/,
];
const SECRET_NAME =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SECRET_?KEY|CREDENTIALS?|AUTH)(?:_|$)|(?:TOKEN|SECRET|PASSWORD|APIKEY)$/i;
const SHORTEST_VALUE = 8;

/** Is a variable of this name expected to hold a secret? */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * Masks known token formats and the values of variables named like secrets. One pass over the text; for sessions, logs,
 * events and JSON. Values shorter than 8 characters are left: they would tear ordinary words apart.
 */
export function createMasker(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const values = Object.entries(env)
    .flatMap(([name, value]) =>
      value !== undefined && isSecretName(name) && value.length >= SHORTEST_VALUE && !MASK.includes(value) ? [value, jsonInside(value)] : [],
    )
    .sort((a, b) => b.length - a.length);
  const sources = [...new Set(values)].map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const pattern = new RegExp([...sources, ...TOKENS.map((token) => token.source)].join('|'), 'g');
  return (text) => text.replace(pattern, MASK);
}

/** The value as it stands inside a JSON string. */
function jsonInside(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
