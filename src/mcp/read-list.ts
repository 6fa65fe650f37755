import type { z } from 'zod';
import { type Connected, withLogin } from './connect.js';
import { withOwnSignal } from './own-signal.js';
import { LIST_KEYS, type ListMethod, listShapes } from './wire.js';

const MOST_PAGES = 50;
const MOST_ITEMS = 2_000;

/** All pages of a list; `bad` counts items that do not have the protocol's form. A server that pages for ever is stopped. */
export async function readList<S extends z.ZodType>(
  connected: Connected,
  method: ListMethod,
  item: S,
  options: { signal: AbortSignal; timeout: number },
): Promise<{ items: z.output<S>[]; bad: number }> {
  const items: z.output<S>[] = [];
  const seen = new Set<string>();
  let bad = 0;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && items.length < MOST_ITEMS; page++) {
    const params = cursor === undefined ? {} : { cursor };
    const answer: Record<string, unknown> = await withLogin(connected, options.signal, () =>
      withOwnSignal(options.signal, (signal) => connected.client.request({ method, params }, listShapes[method], { timeout: options.timeout, signal })),
    ).catch((error: unknown) => {
      throw isMisshapen(error) ? new Error(`its answer to ${method} does not have the form of the protocol`, { cause: error }) : error;
    });
    for (const value of answer[LIST_KEYS[method]] as unknown[]) {
      const parsed = item.safeParse(value);
      if (parsed.success) items.push(parsed.data);
      else bad += 1;
    }
    const next = answer.nextCursor;
    if (typeof next !== 'string' || next === '' || seen.has(next)) break;
    seen.add(next);
    cursor = next;
  }
  return { items: items.slice(0, MOST_ITEMS), bad };
}

/** The shape was not met: an error of zod. */
function isMisshapen(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'issues' in error;
}
