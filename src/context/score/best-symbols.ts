import type { RankedSymbol } from '../../contract/context.js';
import type { Ranked } from './rank.js';

const MOST_SYMBOLS = 50;
const FILES = 60;
const SYMBOLS_OF_A_FILE = 40;
/** Worth of the file's distance from the best one, and of being the first symbol of its file (half of it for the second, a third …). Learned with the rest. */
const FILE_WEIGHT = 0.73;
const PLACE_WEIGHT = 1.06;

/** The functions and types that a query is most likely about, of all ranked files. Pure. */
export function bestSymbols(ranked: readonly Ranked[], pathOf: (file: number) => string): RankedSymbol[] {
  const best = ranked.find(({ named }) => !named)?.score ?? 0;
  return ranked
    .slice(0, FILES)
    .flatMap((entry) =>
      entry.parts.slice(0, SYMBOLS_OF_A_FILE).map(({ symbol, score }, place) => ({
        symbol,
        path: pathOf(entry.file),
        score: score + FILE_WEIGHT * (entry.named ? 0 : entry.score - best) + PLACE_WEIGHT / (1 + place),
      })),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SYMBOLS)
    .map(({ symbol: { name, kind, line }, path }) => ({ name, kind, path, line }));
}
