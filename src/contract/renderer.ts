import type { EngineEvent } from './event.js';
import type { RunResult } from './result.js';

/** Every value of `output_format`; `src/render/` has a renderer for each. */
export const OUTPUT_FORMATS = ['text', 'json', 'stream-json'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Where a renderer writes. `write` resolves to false when nobody reads any more (EPIPE): the run then ends quietly. */
export interface Output {
  write(text: string): Promise<boolean> | boolean;
  /** For people: stderr. Sanitised by the caller's implementation. */
  note(text: string): void;
  isTerminal: boolean;
  colors: boolean;
}

/** Turns events into an output format and returns the final result. Closing the iterator ends the run. */
export type Renderer = (events: AsyncIterable<EngineEvent>, out: Output) => Promise<RunResult>;
