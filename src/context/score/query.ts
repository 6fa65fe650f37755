import { eachWord, termsOf, wholeTerm } from '../words/words.js';
import { lengthOfPrefix, literalsOf, scopeOf, type Wishes, wishesOf } from './hints.js';
import { isLight } from './light-words.js';

/** A query taken apart. */
export interface ParsedQuery {
  /** Stems with their weights, most telling first by position. */
  stems: Map<string, number>;
  /** How the query writes each stem, for people. */
  spelling: Map<string, string>;
  /** Those of the first line. */
  title: Map<string, number>;
  /** Exact names (`=parseargs`) with weights: code written in the query, and neighbouring words joined. */
  names: Map<string, number>;
  /** Stems of neighbouring words, and of neighbouring parts of a name. */
  pairs: ReadonlyArray<readonly [string, string]>;
  /** Quoted texts, each as its stems. */
  literals: readonly string[][];
  /** Stems of the part of the project that the first line names before a colon. */
  scope: ReadonlySet<string>;
  /** Words that look like code, as written. */
  identifiers: string[];
  /** What looks like a path or a file name, as written. */
  mentions: string[];
  /** Are tests, documents, settings asked for? */
  wishes: Wishes;
}

/** Share of its weight that a light word keeps. */
const LIGHT = 0.3;
/** The same for the word that opens the first line: mostly it says what is to be done. */
const OPENING = 0.5;
/** Fewer words (`rate limiter`) are what is looked for, all of them. */
const SHORTEST_SENTENCE = 4;
/** A word that says where (`in the router`, `for proxies`) counts so much more. */
const PLACE = 1.3;
const LEADS_TO_PLACE = /\b(?:in|for|of|on)\s+(?:(?:the|a|an|all|this|our)\s+)?[`'"]?$/i;
/** Characters before a word that are looked at for it. */
const BEFORE = 24;
/** Most stems of a query that are looked up; what comes later in a long text tells little. */
const MOST_STEMS = 80;
const MOST_NAMES = 120;
const MOST_PAIRS = 60;
const MOST_MENTIONS = 20;
const STOP_WORDS = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can cannot could did do does doing
  don done down during each etc few for from further get gets getting had has have having he her here how i if in into is isn it its itself just let like ll
  make makes me more most must my no nor not now of off on once only or other our out over own please re s same see shall she should show so some such t tell
  than that the their them then there these they this those through to too under until up us use used uses using ve very via want was we were what when where which
  while who why will with without would you your explain describe`.split(/\s+/),
);
/** What a mention can be made of. Longer runs are data, and looking for mentions in them would take time without end. */
const RUN = /[\w@.+\-/]+/g;
const LONGEST_PATH = 400;
const MENTION = /(?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.[A-Za-z][A-Za-z0-9]{0,9}\b|(?:[\w@.+-]+\/)+[\w@.+-]+/g;

/** Characters that are looked at: what comes later (a long text on stdin) tells little and takes time. */
const MOST_CHARACTERS = 200_000;

export function parseQuery(asked: string): ParsedQuery {
  const query = asked.slice(0, MOST_CHARACTERS);
  const stems = new Map<string, number>();
  const title = new Map<string, number>();
  const spelling = new Map<string, string>();
  const names = new Map<string, number>();
  const pairs = new Map<string, readonly [string, string]>();
  const identifiers = new Set<string>();
  const raise = (map: Map<string, number>, most: number, term: string, weight: number): void => {
    if (map.has(term) || map.size < most) map.set(term, Math.max(map.get(term) ?? 0, weight));
  };
  const lines = query.split('\n');
  const first = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  for (const [index, line] of lines.entries()) {
    const weight = index === first ? 1 : 0.5;
    const words: string[] = [];
    const opening = index === first ? openingOf(line) : -1;
    eachWord(line, (word, at) => {
      const { stems: parts, whole } = termsOf(word);
      const plain = whole === undefined;
      const quoted = line[at - 1] === '`';
      const code = !plain || quoted || line[at + word.length] === '(' || isDotted(line, at, word);
      if (!code && STOP_WORDS.has(word.toLowerCase())) {
        words.push('');
        return;
      }
      words.push(word);
      const own = code ? weight : weight * (isLight(word) ? LIGHT : at === opening ? OPENING : saysWhere(line, at) ? PLACE : 1);
      for (const part of parts) if (!STOP_WORDS.has(part) || code) raise(stems, MOST_STEMS, part, own);
      if (plain && parts[0] !== undefined && !spelling.has(parts[0])) spelling.set(parts[0], word.toLowerCase());
      if (code && word.length > 2) identifiers.add(word);
      if (quoted || word.length > 2) raise(names, MOST_NAMES, whole ?? wholeTerm(word), weight * (code ? 2 : 1));
    });
    if (index === first) for (const [stem, own] of stems) title.set(stem, own);
    for (const [at, word] of words.entries()) {
      joinWith(words, at, word, (name) => raise(names, MOST_NAMES, name, weight * 1.5));
      for (const pair of pairsOf(word, words[at + 1])) if (pairs.size < MOST_PAIRS) pairs.set(pair.join(' '), pair);
    }
  }
  const start = lines[first] ?? '';
  return {
    stems,
    spelling,
    title,
    names,
    pairs: [...pairs.values()],
    literals: literalsOf(query),
    scope: scopeOf(start),
    identifiers: [...identifiers].slice(0, 40),
    mentions: mentionsIn(query),
    wishes: wishesOf(query, start, new Set(stems.keys())),
  };
}

/** Where the first line's first word stands, a prefix like `fix(router):` passed over; -1 when the line is no sentence. */
function openingOf(line: string): number {
  const prefix = lengthOfPrefix(line);
  const sentence = line.slice(prefix).trim();
  return sentence.split(/\s+/).length < SHORTEST_SENTENCE ? -1 : prefix + line.slice(prefix).search(/\S/);
}

function saysWhere(line: string, at: number): boolean {
  return LEADS_TO_PLACE.test(line.slice(Math.max(0, at - BEFORE), at));
}

/** Words joined by a dot are names: `Only.verify`, `os.Stdin`. */
function isDotted(line: string, at: number, word: string): boolean {
  const end = at + word.length;
  return (line[at - 1] === '.' && /[\w)\]]/.test(line[at - 2] ?? '')) || (line[end] === '.' && /[A-Za-z_]/.test(line[end + 1] ?? ''));
}

/** Neighbouring stems inside a word, and the last with the first of the next word. */
function pairsOf(word: string, next: string | undefined): Array<readonly [string, string]> {
  const own = word ? termsOf(word).stems : [];
  const stems = [...own, ...(own.length > 0 && next ? termsOf(next).stems.slice(0, 1) : [])];
  return stems.slice(1).flatMap((stem, index): Array<readonly [string, string]> => {
    const before = stems[index] ?? stem;
    return before === stem ? [] : [[before, stem]];
  });
}

function mentionsIn(query: string): string[] {
  const found = new Set<string>();
  for (const [run] of query.matchAll(RUN)) {
    if (run.length <= LONGEST_PATH) for (const mention of run.match(MENTION) ?? []) found.add(mention);
    if (found.size >= MOST_MENTIONS) break;
  }
  return [...found].slice(0, MOST_MENTIONS);
}

/** `rate limiter` may be written `RateLimiter` in the code: names of two and three neighbouring words. */
function joinWith(words: readonly string[], at: number, word: string, use: (name: string) => void): void {
  const second = words[at + 1];
  if (!word || !second) return;
  use(wholeTerm(word + second));
  const third = words[at + 2];
  if (third) use(wholeTerm(word + second + third));
}
