import type { Renderer } from '../contract/renderer.js';
import { PeopleView, type Verbosity } from './people.js';
import { follow } from './result-of.js';

/** Exactly one object, on success and on failure. */
export function jsonRenderer(options: { verbosity: Verbosity }): Renderer {
  return async (events, out) => {
    const people = new PeopleView(out, options.verbosity, false);
    return follow(events, (event) => {
      people.show(event);
      return event.type === 'run_finished' ? out.write(`${JSON.stringify(event.result)}\n`) : true;
    });
  };
}
