import { cleanForTerminal, stripEscapes } from '../lib/sanitize.js';
import { oneLine, truncateLines } from '../lib/truncate.js';

/** What servers say, as text for the model: no escape sequences, a budget, and words in place of what is no text. */

const DESCRIPTION_BUDGET = 320;

/** One line; a longer description costs prompt tokens that a small model does not have. */
export function describeTool(text: string | undefined, server: string): string {
  const clean = oneLine(cleanForTerminal(text ?? ''), DESCRIPTION_BUDGET);
  return clean === '' ? `a tool of the server ${server}` : clean;
}

/** A short text of a server for people: names, errors, log lines. */
export function label(text: string, length = 200): string {
  return oneLine(cleanForTerminal(text), length);
}

/** The content of a tool result. `budget` in characters. */
export function resultText(result: { content: readonly unknown[]; structuredContent?: unknown }, budget: number): string {
  const texts: string[] = result.content.map(describeContent);
  if (!texts.some((text) => text !== '') && result.structuredContent !== undefined) texts.push(JSON.stringify(result.structuredContent));
  return truncateLines(stripEscapes(texts.filter((text) => text !== '').join('\n')), budget, 'ask the tool for less') || '(no content)';
}

/** One piece of content of a result or a prompt; unknown kinds are named. */
export function describeContent(item: unknown): string {
  if (!isObject(item)) return '';
  switch (item.type) {
    case 'text':
      return string(item.text);
    case 'image':
    case 'audio':
      return `[${item.type} ${label(string(item.mimeType) || 'of unknown type', 60)}, ${size(string(item.data))}: not shown]`;
    case 'resource':
      return isObject(item.resource) ? describeResource(item.resource) : '[resource without content]';
    case 'resource_link':
      return `[resource ${label(string(item.name), 80)} ${label(string(item.uri), 300)}${item.description ? `: ${label(string(item.description))}` : ''}]`;
    default:
      return `[content of the kind ${JSON.stringify(label(string(item.type) || 'unknown', 40))}: not shown]`;
  }
}

/** Text of a resource, or what its bytes are. */
export function describeResource(resource: Record<string, unknown>): string {
  const head = `${label(string(resource.uri), 300)}${resource.mimeType ? ` (${label(string(resource.mimeType), 60)})` : ''}`;
  if (typeof resource.text === 'string') return `[${head}]\n${resource.text}`;
  return `[${head}, ${size(string(resource.blob))}: not shown]`;
}

/** Size of base64 data. */
function size(base64: string): string {
  const bytes = Math.floor((base64.length * 3) / 4);
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
