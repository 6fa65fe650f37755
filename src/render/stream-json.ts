import type { Renderer } from '../contract/renderer.js';
import { PeopleView, type Verbosity } from './people.js';
import { follow } from './result-of.js';

/** One JSON object a line, written as it happens; the last line is the result. */
export function streamJsonRenderer(options: { verbosity: Verbosity }): Renderer {
  return async (events, out) => {
    const people = new PeopleView(out, options.verbosity, false);
    let seq = 0;
    let sessionId = '';
    return follow(events, (event) => {
      people.show(event);
      if (event.type === 'run_started' && !event.parent_id) sessionId = event.session_id;
      const body = event.type === 'run_finished' ? event.result : event;
      return out.write(`${JSON.stringify({ ...body, session_id: 'session_id' in body && body.session_id ? body.session_id : sessionId, seq: seq++ })}\n`);
    });
  };
}
