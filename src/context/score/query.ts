import { eachWord, splitWord, termsOf, wholeTerm } from '../words/words.js';

/** A query taken apart. */
export interface ParsedQuery {
  /** Stems with their weights, most telling first by position. */
  stems: Map<string, number>;
  /** Exact names (`=parseargs`) with weights: code written in the query, and neighbouring words joined. */
  names: Map<string, number>;
  /** Words that look like code, as written. */
  identifiers: string[];
  /** What looks like a path or a file name, as written. */
  mentions: string[];
  wantsTests: boolean;
  wantsDocs: boolean;
  wantsConfig: boolean;
}

/** Most stems of a query that are looked up; what comes later in a long text tells little. */
const MOST_STEMS = 80;
const MOST_NAMES = 120;
const STOP_WORDS = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can cannot could did do does doing
  don done down during each etc few for from further get gets getting had has have having he her here how i if in into is isn it its itself just let like ll
  make makes me more most must my no nor not now of off on once only or other our out over own please re s same see shall she should show so some such t tell
  than that the their them then there these they this those through to too under until up us use used uses using ve very via want was we were what when where which
  while who why will with without would you your explain describe find code file files`.split(/\s+/),
);
const MENTION = /(?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.[A-Za-z][A-Za-z0-9]{0,9}\b|(?:[\w@.+-]+\/)+[\w@.+-]+/g;

export function parseQuery(query: string): ParsedQuery {
  const stems = new Map<string, number>();
  const names = new Map<string, number>();
  const identifiers = new Set<string>();
  const raise = (map: Map<string, number>, most: number, term: string, weight: number): void => {
    if (map.has(term) || map.size < most) map.set(term, Math.max(map.get(term) ?? 0, weight));
  };
  const lines = query.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  for (const [index, line] of lines.entries()) {
    const weight = index === first ? 1 : 0.5;
    const words: string[] = [];
    eachWord(line, (word, at) => {
      const { stems: parts, whole } = termsOf(word);
      const plain = whole === undefined;
      if (plain && STOP_WORDS.has(word.toLowerCase())) {
        words.push('');
        return;
      }
      words.push(word);
      const code = !plain || line[at + word.length] === '(' || line[at - 1] === '`';
      for (const part of parts) if (!STOP_WORDS.has(part) || code) raise(stems, MOST_STEMS, part, weight);
      if (code && word.length > 2) identifiers.add(word);
      if (word.length > 2) raise(names, MOST_NAMES, whole ?? wholeTerm(word), weight * (code ? 2 : 1));
    });
    for (const [at, word] of words.entries()) joinWith(words, at, word, (name) => raise(names, MOST_NAMES, name, weight * 1.5));
  }
  const all = new Set(stems.keys());
  const has = (...wanted: string[]): boolean => wanted.some((word) => all.has(word));
  return {
    stems,
    names,
    identifiers: [...identifiers].slice(0, 40),
    mentions: [...new Set(query.match(MENTION) ?? [])].slice(0, 20),
    wantsTests:
      /\b(?:unit |e2e )?tests?\b|\bspecs?\b|\bbenchmarks?\b|\bfixtures?\b/i.test(lines[Math.max(0, first)] ?? '') ||
      /(?:_test|\.test|\.spec|test_)/.test(query),
    wantsDocs: has('readm', 'document', 'doc', 'changelog', 'exampl', 'tutori', 'websit'),
    wantsConfig: has('config', 'workflow', 'ci', 'packag', 'depend', 'lint', 'setup', 'build'),
  };
}

/** `rate limiter` may be written `RateLimiter` in the code: names of two and three neighbouring words. */
function joinWith(words: readonly string[], at: number, word: string, use: (name: string) => void): void {
  const second = words[at + 1];
  if (!word || !second) return;
  use(wholeTerm(word + second));
  const third = words[at + 2];
  if (third) use(wholeTerm(word + second + third));
}

/** Lower-case parts of the words of a query, for comparing with names. */
export function partsOf(text: string): Set<string> {
  const parts = new Set<string>();
  eachWord(text, (word) => {
    for (const part of splitWord(word)) parts.add(part);
  });
  return parts;
}
