/** One edit as the model asked for it. */
export interface TextEdit {
  old_text: string;
  new_text: string;
  all?: boolean;
}

/** The rungs of the ladder, from the strictest. */
const STEPS = ['exact', 'line endings', 'typographic characters', 'white space at line ends', 'white space', 'close'] as const;
export type Step = (typeof STEPS)[number];

/** A place of the original text and what stands there afterwards. Offsets are UTF-16 units of the original. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** All places that one edit matched, on the step that decided. */
export interface Match {
  step: Step;
  places: Replacement[];
  /** Numbers of a listing or a fence were taken off. */
  stripped?: 'line numbers' | 'code fence';
}
