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
  'likeWords',
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
  'pastWords',
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
  cover: 0.5,
  words: 0.79,
  wordsAhead: 0.85,
  wordsRank: 0.44,
  titleRank: 0.43,
  exactBase: 0.96,
  baseShare: 0.81,
  folderShare: 0.65,
  likeWords: 0.91,
  window: 0.22,
  windowAhead: 0.79,
  phrases: 0.68,
  literals: 0.65,
  bestPart: 0.41,
  likeliestPart: 0.97,
  usesNames: 0.46,
  usesAny: 0.72,
  scope: 1.02,
  importedByStrong: 0.15,
  testedByStrong: 0.22,
  messages: 0.36,
  bestMessage: 0.33,
  votes: 0.57,
  likeMessage: 0.59,
  pastWords: 0.68,
  activity: 0.56,
  coChange: 0.44,
  besideStrong: 0.45,
  language: 0.12,
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
