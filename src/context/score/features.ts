/** What is known of a file about one query. Each is 0 to about 1 (`besideStrong` to about 2), so that the weights can be compared. */
export const FEATURES = [
  'cover',
  'words',
  'wordsAhead',
  'wordsRank',
  'titleRank',
  'exactBase',
  'baseShare',
  'folderShare',
  'window',
  'windowAhead',
  'phrases',
  'literals',
  'bestPart',
  'likeliestPart',
  'usesNames',
  'usesAny',
  'scope',
  'importedByStrong',
  'testedByStrong',
  'messages',
  'bestMessage',
  'votes',
  'likeMessage',
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
/** What a file's role says. */
export type RoleFeature = 'isTest' | 'isDoc' | 'isConfig' | 'isGenerated' | 'isOther';
/** What is measured of one file after the other; the rest needs the scores of all. */
export type Measures = Record<Exclude<Feature, RoleFeature | 'besideStrong'>, (file: number) => number>;

/** Learned with `bench/retrieval/train.py` from commit messages and the files they changed; docs/RANKING.md tells how. */
const WEIGHTS: FeatureValues = {
  cover: 0.45,
  words: 0.81,
  wordsAhead: 0.84,
  wordsRank: 0.43,
  titleRank: 0.47,
  exactBase: 0.91,
  baseShare: 0.64,
  folderShare: 0.54,
  window: 0.24,
  windowAhead: 0.78,
  phrases: 0.68,
  literals: 0.64,
  bestPart: 0.42,
  likeliestPart: 1.04,
  usesNames: 0.47,
  usesAny: 0.71,
  scope: 1.01,
  importedByStrong: 0.15,
  testedByStrong: 0.19,
  messages: 0.53,
  bestMessage: 0.42,
  votes: 0.59,
  likeMessage: 0.59,
  activity: 0.53,
  coChange: 0.45,
  besideStrong: 0.48,
  language: 0.19,
  isTest: -3,
  isDoc: -2.4,
  isConfig: -1.6,
  isGenerated: -2.2,
  isOther: -1.2,
};

export function weigh(values: FeatureValues): number {
  let sum = 0;
  for (const feature of FEATURES) sum += values[feature] * WEIGHTS[feature];
  return sum;
}
