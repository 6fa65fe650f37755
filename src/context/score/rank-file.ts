import type { FieldCounts } from '../words/file-terms.js';
import type { PathKind } from '../words/path-kind.js';

/** A file of the project as the ranking sees it. */
export interface RankFile {
  path: string;
  kind: PathKind;
  lengths: FieldCounts;
  /** Indexes of the files it imports. */
  imports: readonly number[];
}
