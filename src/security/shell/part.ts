import type { CommandPart } from '../../contract/security.js';

/** Why a part must not run, whatever the rules say. `path` holds in every mode; `catastrophe` becomes a question in `full`. */
export type HardReason = 'path' | 'catastrophe';

/** One thing a command line would do. */
export interface JudgedPart extends CommandPart {
  /** The words of a command after quotes and wrappers are resolved; undefined words could be anything. Allow rules are held against this. */
  argv?: ReadonlyArray<string | undefined>;
  /** Real path of a file that a redirection writes: edit rules are held against this. */
  writes?: string;
  hard?: HardReason;
}
