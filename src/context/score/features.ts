/** What is known of a file about one query. Each is 0 to about 1, so that the weights can be compared. */
export const FEATURES = [
  'words',
  'wordsRank',
  'body',
  'names',
  'comments',
  'path',
  'base',
  'coverage',
  'exactNames',
  'usesNames',
  'bestPart',
  'baseShare',
  'importsStrong',
  'importedByStrong',
  'siblings',
  'testPartner',
  'history',
  'activity',
  'coChange',
  'importers',
  'size',
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
  words: 1.4,
  wordsRank: 1.7,
  body: 0.45,
  names: -0.1,
  comments: 0,
  path: 0.68,
  base: 0.66,
  coverage: 0.4,
  exactNames: 0.36,
  usesNames: 1.13,
  bestPart: 1.35,
  baseShare: 0,
  importsStrong: 0.73,
  importedByStrong: 0.64,
  siblings: -0.1,
  testPartner: 0.64,
  history: 2.25,
  activity: 0.44,
  coChange: 0.9,
  importers: 0.44,
  size: -0.6,
  isTest: -3.4,
  isDoc: -3,
  isConfig: -2.3,
  isGenerated: -2.7,
  isOther: -1.7,
};

export function weigh(values: FeatureValues, weights: FeatureValues = WEIGHTS): number {
  let sum = 0;
  for (const feature of FEATURES) sum += values[feature] * weights[feature];
  return sum;
}
