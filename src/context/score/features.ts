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
  words: 4,
  wordsRank: 0,
  body: 0.5,
  names: 0.5,
  comments: 0.3,
  path: 0.5,
  base: 0.5,
  coverage: 1,
  exactNames: 0.6,
  usesNames: 0.3,
  bestPart: 0.8,
  baseShare: 0.3,
  importsStrong: 0.3,
  importedByStrong: 0.3,
  siblings: 0.2,
  testPartner: 0.4,
  history: 0.8,
  activity: 0.3,
  coChange: 0.3,
  importers: 0,
  size: 0,
  isTest: -4,
  isDoc: -4,
  isConfig: -3,
  isGenerated: -3,
  isOther: -3,
};

export function weigh(values: FeatureValues, weights: FeatureValues = WEIGHTS): number {
  let sum = 0;
  for (const feature of FEATURES) sum += values[feature] * weights[feature];
  return sum;
}
