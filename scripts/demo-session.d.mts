export type Step = 'answered' | 'asked' | 'changed' | 'undone' | 'shortened' | 'resumed';

export interface Stage {
  /** Starts ocode in a terminal of its own. */
  start(args: string[]): void;
  /** Waits until this is printed after what was waited for before. */
  until(text: string): Promise<void>;
  /** Types a line, without its end. */
  type(line: string): Promise<void>;
  press(keys: string): void;
  /** The screen as it is, for so many milliseconds. */
  show(ms: number): Promise<void>;
  at(step: Step): Promise<void> | void;
  /** The exit code. */
  ended(): Promise<number>;
}

export function playSession(stage: Stage): Promise<number>;
