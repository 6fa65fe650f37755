import type { Renderer } from '../contract/renderer.js';
import { cleanForTerminal } from '../lib/sanitize.js';
import { PeopleView, type Verbosity } from './people.js';
import { follow } from './result-of.js';

/** Styles text for a terminal as it streams; the identity when stdout is a pipe. */
export interface TextStyle {
  push(text: string): string;
  end(): string;
}

/** The model's words as they come. Turns are parted by a new line; an answer that starts again does so on a new line. */
export function textRenderer(options: { verbosity: Verbosity; showThinking: boolean; style?: () => TextStyle }): Renderer {
  return async (events, out) => {
    const people = new PeopleView(out, options.verbosity, true);
    // A terminal obeys escape sequences, so it gets cleaned text; a pipe gets the model's bytes.
    const makeStyle = options.style ?? (out.isTerminal ? cleaned : plain);
    let style = makeStyle();
    let atLineStart = true;
    const write = (text: string): boolean | Promise<boolean> => {
      if (text === '') return true;
      atLineStart = text.endsWith('\n');
      return out.write(text);
    };
    const thinking = new NotedLines((line) => out.note(line));
    const endLine = (): boolean | Promise<boolean> => write(style.end() + (atLineStart ? '' : '\n'));
    return follow(events, async (event) => {
      if ('parent_id' in event && event.parent_id) return true;
      if (event.type === 'thinking_delta') {
        if (options.showThinking) thinking.push(event.text);
        return true;
      }
      thinking.end();
      if (event.type === 'text_delta') return write(style.push(event.text));
      const restarts = event.type === 'notice' && event.code === 'turn_restarted';
      if (restarts || event.type === 'tool_requested' || event.type === 'turn_finished' || event.type === 'run_finished') {
        if (!(await endLine())) return false;
        style = makeStyle();
      }
      people.show(event);
      if (event.type === 'run_finished' && event.result.patch) return write(event.result.patch);
      return true;
    });
  };
}

/** Text that comes in pieces, noted line by line. */
class NotedLines {
  private rest = '';

  constructor(private readonly note: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    lines.forEach(this.note);
  }

  end(): void {
    if (this.rest !== '') this.note(this.rest);
    this.rest = '';
  }
}

function cleaned(): TextStyle {
  return { push: cleanForTerminal, end: () => '' };
}

function plain(): TextStyle {
  return { push: (text) => text, end: () => '' };
}
