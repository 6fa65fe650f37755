import { stemsOf } from '../words/words.js';

/** What a query says besides its words. Each is 0 (no), 0.5 (perhaps) or 1 (yes). */
export interface Wishes {
  tests: number;
  docs: number;
  config: number;
}

const ASKS_FOR_TESTS =
  /\b(?:unit|e2e|integration|regression|failing|flaky|missing|existing)[ -]tests?\b|\btests? (?:for|of|files?|suites?|cases?|fails?|failing)\b|\b(?:write|add|fix|run|update|extend|improve|more|which|what|the) tests?\b/i;
/** Alone they may as well speak of what the program does: a fixture of pytest, the specification of a protocol. */
const MAY_ASK_FOR_TESTS = /\b(?:tests?|specs?|benchmarks?|fixtures?)\b/i;
const NAMES_A_TEST = /_test|\.test|\.spec|test_/;
/** Most queries have none of these, and compiling the expressions takes longer than looking. */
const MAYBE_TESTS = ['test', 'spec', 'benchmark', 'fixture'];
const QUOTED = /`([^`\n]{3,120})`|"([^"\n]{3,120})"|(?<!\w)'([^'\n]{3,120})'(?!\w)|“([^”\n]{3,120})”/g;
const MOST_LITERALS = 20;
const SCOPE = /^\s*(?:[A-Za-z]+\s*\(([^)]{1,60})\)\s*!?:|([\w/.,*{}()-]{1,60}(?: [\w/.-]+)?):\s)/;
const PREFIX = /^\s*[\w/.,*{}-]{1,60}(?:\s*\([^)]{1,60}\)\s*!?|(?: [\w/.-]+)?):(?=\s)/;
/** Kinds of change; they stand where a scope stands. */
const KIND_OF_CHANGE = /^(?:fix|feat|perf|featur|add|improv|bug|bugfix)$/;

/** `title`: the first line; `stems`: of the whole query. A word like `test` or `config` alone may as well speak of the sources. */
export function wishesOf(query: string, title: string, stems: ReadonlySet<string>): Wishes {
  const has = (...wanted: string[]): boolean => wanted.some((word) => stems.has(word));
  return {
    tests: MAYBE_TESTS.some((word) => query.toLowerCase().includes(word)) ? wishForTests(query, title) : 0,
    docs: has('readm', 'changelog', 'tutori') ? 1 : has('document', 'doc', 'exampl', 'websit') ? 0.5 : 0,
    config: has('workflow', 'ci') ? 1 : has('config', 'packag', 'depend', 'lint', 'setup', 'build') ? 0.5 : 0,
  };
}

function wishForTests(query: string, title: string): number {
  if (ASKS_FOR_TESTS.test(title) || NAMES_A_TEST.test(title)) return 1;
  return MAY_ASK_FOR_TESTS.test(title) || NAMES_A_TEST.test(query) ? 0.5 : 0;
}

/** Quoted texts (messages, names, code) as lists of different stems. */
export function literalsOf(query: string): string[][] {
  const found: string[][] = [];
  for (const match of query.matchAll(QUOTED)) {
    const stems = [...new Set(stemsOf(match.slice(1).find((text) => text !== undefined) ?? ''))];
    if (stems.length > 0 && found.length < MOST_LITERALS) found.push(stems);
  }
  return found;
}

/** Characters of `fix(router):`, `router:` at the start of a first line; 0 without. */
export function lengthOfPrefix(title: string): number {
  return title.includes(':') ? (PREFIX.exec(title)?.[0].length ?? 0) : 0;
}

/** Stems of the part that the first line names before a colon: `fix(router): …`, `ignore/types: …`. */
export function scopeOf(title: string): Set<string> {
  const match = title.includes(':') ? SCOPE.exec(title) : null;
  return new Set(stemsOf(match?.[1] ?? match?.[2] ?? '').filter((stem) => !KIND_OF_CHANGE.test(stem)));
}
