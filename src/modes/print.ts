import type { Output, Renderer } from '../contract/renderer.js';
import type { RunResult } from '../contract/result.js';
import type { Session } from '../contract/session.js';
import type { OCodeEngine } from '../engine/engine.js';

export interface PrintJob {
  engine: OCodeEngine;
  session: Session;
  query: string;
  renderer: Renderer;
  out: Output;
  signal: AbortSignal;
}

/** One-shot: one question, one rendering, one result. */
export function print(job: PrintJob): Promise<RunResult> {
  return job.renderer(job.engine.process(job.query, job.session, job.signal), job.out);
}
