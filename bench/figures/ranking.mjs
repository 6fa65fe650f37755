import { RANKING_CASES, rankingOf } from '../ranking/compare.mjs';

const percent = (value) =>
  `.${Math.round(value * 1000)
    .toString()
    .padStart(3, '0')}`;

export const rankingFigures = [
  {
    name: 'ranking: commit message to changed files',
    measure: async () => {
      const { cases, repositories, ours, bm25, repoMap } = await rankingOf();
      const row = (figure, key) => ({
        figure,
        value: percent(ours[key]),
        reference: `BM25 ${percent(bm25[key])}, repo map ${percent(repoMap[key])}`,
        ratio: ours[key] / bm25[key],
        goal: 'above both',
        ok: ours[key] > bm25[key] && ours[key] > repoMap[key],
        note: `${cases} cases, ${repositories} (${RANKING_CASES})`,
      });
      return [row('ranking: recall@10', 'recall10'), row('ranking: hit@5', 'hit5')];
    },
  },
];
