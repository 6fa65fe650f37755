// What the ranking is held against: BM25 over content and path, and a repo map (personalised PageRank over who mentions whose names).

const K1 = 1.2;
const B = 0.75;
const DAMPING = 0.85;
const ROUNDS = 30;

/** Lower-case words; camelCase and snake_case give their parts too. */
export function wordsOf(text) {
  return (text.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? []).flatMap((name) => {
    const parts = name.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter(Boolean);
    return (parts.length > 1 ? [name, ...parts] : parts).map((part) => part.toLowerCase());
  });
}

/** `files`: path -> text. Returns query -> paths, best first. */
export function bm25(files) {
  const documents = [...files].map(([path, text]) => ({ path, counts: countsOf(wordsOf(`${path}\n${text}`)) }));
  const lengths = documents.map(({ counts }) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  const holders = new Map();
  for (const { counts } of documents) for (const word of counts.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
  return (query) => {
    const words = new Set(wordsOf(query));
    return best(
      documents.map(({ path, counts }, index) => {
        let score = 0;
        for (const word of words) {
          const count = counts.get(word);
          if (!count) continue;
          const rarity = Math.log(1 + (documents.length - holders.get(word) + 0.5) / (holders.get(word) + 0.5));
          score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * lengths[index]) / average));
        }
        return [path, score];
      }),
    );
  };
}

/** `definitions`: path -> names it defines. An edge leads from a file to the files that define what it mentions. */
export function repoMap(files, definitions) {
  const definers = new Map();
  for (const [path, names] of definitions) for (const name of new Set(names)) definers.set(name, [...(definers.get(name) ?? []), path]);
  const edges = new Map();
  for (const [path, text] of files) {
    const out = new Map();
    for (const [name, count] of countsOf(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])) {
      const places = definers.get(name) ?? [];
      for (const place of places) if (place !== path) out.set(place, (out.get(place) ?? 0) + Math.sqrt(count) / places.length);
    }
    edges.set(path, out);
  }
  const paths = [...files.keys()];
  return (query) => {
    const words = new Set(wordsOf(query));
    const named = paths.filter(
      (path) => wordsOf(path).some((word) => words.has(word)) || (definitions.get(path) ?? []).some((name) => words.has(name.toLowerCase())),
    );
    return best([...pageRank(paths, edges, named.length > 0 ? named : paths)]);
  };
}

function pageRank(paths, edges, starts) {
  const rest = (1 - DAMPING) / starts.length;
  let ranks = new Map(starts.map((path) => [path, 1 / starts.length]));
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map(starts.map((path) => [path, rest]));
    let lost = 0;
    for (const [path, rank] of ranks) {
      const out = edges.get(path) ?? new Map();
      const whole = [...out.values()].reduce((sum, weight) => sum + weight, 0);
      if (whole === 0) lost += rank;
      else for (const [to, weight] of out) next.set(to, (next.get(to) ?? 0) + (DAMPING * rank * weight) / whole);
    }
    for (const path of starts) next.set(path, (next.get(path) ?? 0) + (DAMPING * lost) / starts.length);
    ranks = next;
  }
  return new Map(paths.map((path) => [path, ranks.get(path) ?? 0]));
}

function countsOf(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Best first; equal scores by path. */
function best(scored) {
  return scored
    .filter(([, score]) => score > 0)
    .sort(([pathA, a], [pathB, b]) => b - a || (pathA < pathB ? -1 : 1))
    .map(([path]) => path);
}
