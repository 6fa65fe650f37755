import type { EngineEvent } from '../contract/event.js';
import type { Renderer } from '../contract/renderer.js';
import { MaskedStream, type SecretGuard } from './masked-stream.js';
import { PeopleView, type Verbosity } from './people.js';
import { follow } from './result-of.js';

/** One JSON object a line, written as it happens; the last line is the result. */
export function streamJsonRenderer(options: { verbosity: Verbosity; secrets?: SecretGuard }): Renderer {
  return async (events, out) => {
    const people = new PeopleView(out, options.verbosity, false);
    let seq = 0;
    let sessionId = '';
    const words = options.secrets ? new MaskedStream(options.secrets) : undefined;
    return follow(words ? masked(events, words) : events, (event) => {
      people.show(event);
      if (event.type === 'run_started' && !event.parent_id) sessionId = event.session_id;
      const body = event.type === 'run_finished' ? event.result : event;
      return out.write(`${JSON.stringify({ ...body, session_id: 'session_id' in body && body.session_id ? body.session_id : sessionId, seq: seq++ })}\n`);
    });
  };
}

async function* masked(events: AsyncIterable<EngineEvent>, words: MaskedStream): AsyncGenerator<EngineEvent, void> {
  for await (const event of events) yield* words.take(event);
}
