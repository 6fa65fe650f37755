import type { EngineEvent } from '../contract/event.js';
import type { Output, Renderer } from '../contract/renderer.js';
import type { RunResult } from '../contract/result.js';
import type { Session } from '../contract/session.js';
import type { OCodeEngine } from '../engine/engine.js';

export interface PrintJob {
  engine: OCodeEngine;
  session: Session;
  query: string;
  /** The person's own words, where the query holds more. */
  asked?: string;
  renderer: Renderer;
  out: Output;
  signal: AbortSignal;
  /** Done with the result before it is shown; what it gives back is shown. */
  finish?(result: RunResult): Promise<RunResult>;
}

/** One-shot: one question, one rendering, one result. */
export function print(job: PrintJob): Promise<RunResult> {
  const events = job.engine.process(job.query, job.session, job.signal, job.asked);
  return job.renderer(job.finish ? finishing(events, job.finish) : events, job.out);
}

async function* finishing(events: AsyncGenerator<EngineEvent>, finish: (result: RunResult) => Promise<RunResult>): AsyncGenerator<EngineEvent> {
  for await (const event of events) yield event.type === 'run_finished' ? { ...event, result: await finish(event.result) } : event;
}
