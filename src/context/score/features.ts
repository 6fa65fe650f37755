/** What is known of a file about one query. Each is 0 to about 1 (`besideStrong` to about 2), so that the weights can be compared. */
export const FEATURES = [
  'cover',
  'wordsRank',
  'titleRank',
  'exactBase',
  'baseShare',
  'folderShare',
  'window',
  'phrases',
  'literals',
  'bestPart',
  'usesNames',
  'scope',
  'importedByStrong',
  'testedByStrong',
  'messages',
  'bestMessage',
  'activity',
  'coChange',
  'besideStrong',
  'language',
  'isTest',
  'isDoc',
  'isConfig',
  'isGenerated',
  'isOther',
] as const;
export type Feature = (typeof FEATURES)[number];
export type FeatureValues = Record<Feature, number>;

/** Learned with `bench/retrieval/train.py` from commit messages and the files they changed; docs/RANKING.md tells how. */
const WEIGHTS: FeatureValues = {
  cover: 0.47,
  wordsRank: 1.31,
  titleRank: 1.05,
  exactBase: 1.11,
  baseShare: 0.73,
  folderShare: 0.68,
  window: 1.22,
  phrases: 0.8,
  literals: 0.74,
  bestPart: 0.88,
  usesNames: 1.22,
  scope: 1.09,
  importedByStrong: 0.13,
  testedByStrong: 0.32,
  messages: 1.02,
  bestMessage: 1.07,
  activity: 0.71,
  coChange: 0.52,
  besideStrong: 0.56,
  language: 0.88,
  isTest: -3,
  isDoc: -2.4,
  isConfig: -1.6,
  isGenerated: -2.2,
  isOther: -1.2,
};

export function weigh(values: FeatureValues, weights: FeatureValues = WEIGHTS): number {
  let sum = 0;
  for (const feature of FEATURES) sum += values[feature] * weights[feature];
  return sum;
}
