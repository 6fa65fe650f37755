import { EMPTY_RESULT } from '../contract/empty-result.js';
import type { EngineEvent } from '../contract/event.js';
import type { RunResult } from '../contract/result.js';

/** Walks through the events of a run and returns its result. `take` answers false when nobody reads any more: the run is then closed. */
export async function follow(events: AsyncIterable<EngineEvent>, take: (event: EngineEvent) => boolean | Promise<boolean>): Promise<RunResult> {
  for await (const event of events) {
    const read = take(event);
    if (!(read === true || (await read))) return NOBODY_READS;
    if (event.type === 'run_finished') return event.result;
  }
  throw new Error('the run ended without a result');
}

/** A reader that leaves ends the run quietly: nobody sees this result but the exit code. */
const NOBODY_READS: RunResult = { ...EMPTY_RESULT, stop_reason: 'reader_left' };
