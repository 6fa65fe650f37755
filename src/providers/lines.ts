import type { IncomingMessage } from 'node:http';

/** A longer line is not an answer but an attack on memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The lines of a body as they come, in batches: one batch a network chunk keeps the cost of a streamed token low. The last line needs no
 * newline. Characters split between chunks are put together; a line that comes in many chunks is joined once. Throws what the connection throws.
 * When the reader leaves early the body is left as it is: `release` or destroy it.
 */
export async function* readLines(answer: IncomingMessage): AsyncGenerator<string[]> {
  answer.setEncoding('utf8');
  let waiting: string[] = [];
  let size = 0;
  for await (const chunk of answer.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    const end = chunk.lastIndexOf('\n');
    if (end === -1) {
      waiting.push(chunk);
      size += chunk.length;
      if (size > LONGEST_LINE) throw new Error('a line of the answer is longer than 64 MB');
      continue;
    }
    const whole = waiting.length === 0 ? chunk.slice(0, end) : waiting.join('') + chunk.slice(0, end);
    const rest = chunk.slice(end + 1);
    waiting = rest === '' ? [] : [rest];
    size = rest.length;
    yield whole.split('\n');
  }
  if (waiting.length > 0) yield [waiting.join('')];
}

/** The object a line holds, or undefined: a line that is not JSON does no harm. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
