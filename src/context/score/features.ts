/** What is known of a file about one query. Each is 0 to about 1, so that the weights can be compared. */
export const FEATURES = [
  'words',
  'wordsRank',
  'titleRank',
  'path',
  'base',
  'exactBase',
  'names',
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
export const WEIGHTS: FeatureValues = {
  words: 0.67,
  wordsRank: 1.06,
  titleRank: 1.0,
  path: 0.84,
  base: 0.27,
  exactBase: 0.85,
  names: -0.36,
  window: 1.01,
  phrases: 0.98,
  literals: 0.7,
  bestPart: 1.25,
  usesNames: 1.18,
  scope: 1.57,
  importedByStrong: 0.32,
  testedByStrong: 0.48,
  messages: 1.33,
  bestMessage: 1.08,
  activity: 1.04,
  coChange: 0.57,
  language: 0.91,
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
