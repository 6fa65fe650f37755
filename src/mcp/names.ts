import { sha256 } from '../lib/hash.js';

/** Names of other people's tools as names of ours: `server__tool`, only letters, digits, `_` and `-`, at most 64 characters. */

const LONGEST = 64;
const LONGEST_SERVER = 28;

/** The part before `__`: never holds `__` itself, so that a name can be taken apart again. */
function serverPrefix(server: string): string {
  const clean =
    cleanName(server)
      .replace(/_{2,}/g, '_')
      .replace(/^_+|_+$/g, '') || 'server';
  return clean.length <= LONGEST_SERVER ? clean : withMark(clean, server, LONGEST_SERVER);
}

/** One prefix a server; where two clean to the same, the later one carries a mark made of its own name. */
export function serverPrefixes(servers: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  const prefixes = new Map<string, string>();
  for (const server of servers) {
    let prefix = serverPrefix(server);
    if (taken.has(plain(prefix))) prefix = withMark(prefix, server, LONGEST_SERVER);
    taken.add(plain(prefix));
    prefixes.set(server, prefix);
  }
  return prefixes;
}

/** `taken` holds the names given so far and gets this one. */
export function toolName(prefix: string, tool: string, taken: Set<string>): string {
  const whole = `${prefix}__${cleanName(tool).replace(/^_+|_+$/g, '') || 'tool'}`;
  let name = whole.length <= LONGEST ? whole : withMark(whole, tool, LONGEST);
  for (let attempt = 0; taken.has(plain(name)); attempt++) name = withMark(whole, `${tool}#${attempt}`, LONGEST);
  taken.add(plain(name));
  return name;
}

/** Could `name`, as a model wrote it, mean a tool of the server with this prefix? */
export function belongsTo(name: string, prefix: string): boolean {
  return plain(name).startsWith(`${plain(prefix)}__`);
}

function cleanName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_');
}

/** Models change case and mix up `_` and `-`: names that differ only so would be confused. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function withMark(text: string, original: string, longest: number): string {
  const mark = `_${sha256(original).slice(0, 6)}`;
  return `${text.slice(0, longest - mark.length)}${mark}`;
}
