import type { FunctionMetric, SymbolKind } from '../contract/context.js';
import type { Captures, Span } from './captures.js';
import type { PlacedSymbol } from './symbols.js';

const FUNCTION_KINDS: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor']);

interface Open extends Span {
  /** Undefined for a nesting construct. */
  metric?: FunctionMetric;
}

/** Complexity and depth of nesting of each named function. What an anonymous function inside it decides counts for it. */
export function functionMetrics(captures: Captures, symbols: readonly PlacedSymbol[]): FunctionMetric[] {
  const metrics: FunctionMetric[] = [];
  const events: Array<{ at: number; end: number; metric?: FunctionMetric; decides: boolean }> = [];
  for (const { symbol, start, end, hasBody } of symbols) {
    if (!hasBody || !FUNCTION_KINDS.has(symbol.kind)) continue;
    const metric: FunctionMetric = { name: symbol.name, line: symbol.line, end_line: symbol.end_line, complexity: 1, nesting: 0 };
    metrics.push(metric);
    events.push({ at: start, end, metric, decides: false });
  }
  if (metrics.length === 0) return [];
  for (const at of captures.decisions) events.push({ at, end: at, decides: true });
  for (const nest of captures.nests) if (!captures.flats.has(nest.start)) events.push({ at: nest.start, end: nest.end, decides: false });
  events.sort((a, b) => a.at - b.at || b.end - a.end);

  const open: Open[] = [];
  for (const event of events) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= event.at) open.pop();
    if (event.metric) {
      open.push({ start: event.at, end: event.end, metric: event.metric });
      continue;
    }
    const holder = open.findLastIndex((entry) => entry.metric !== undefined);
    const metric = open[holder]?.metric;
    if (event.decides) {
      if (metric) metric.complexity++;
      continue;
    }
    open.push({ start: event.at, end: event.end });
    if (metric) metric.nesting = Math.max(metric.nesting, open.length - 1 - holder);
  }
  return metrics;
}
