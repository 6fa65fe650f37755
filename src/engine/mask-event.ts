import type { EngineEvent } from '../contract/event.js';

type Mask = (text: string) => string;

/** Events that go out as they are: the model's words, in pieces, and what holds no foreign text. */
const AS_THEY_ARE: ReadonlySet<EngineEvent['type']> = new Set(['text_delta', 'thinking_delta', 'turn_started', 'turn_finished', 'compacted', 'context_ready']);

/** The event with secrets masked in every string. A patch stays as it is: it has to apply. */
export function maskEvent(event: EngineEvent, mask: Mask | undefined): EngineEvent {
  if (!mask || AS_THEY_ARE.has(event.type)) return event;
  if (event.type !== 'run_finished') return maskStrings(event, mask);
  const { patch } = event.result;
  return { ...event, result: { ...maskStrings(event.result, mask), ...(patch === undefined ? {} : { patch }) } };
}

/** Strings of plain data; what is no plain data (an error, a class) is left. */
function maskStrings<T>(value: T, mask: Mask): T;
function maskStrings(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((each) => maskStrings(each, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskStrings(each, mask)]));
}
