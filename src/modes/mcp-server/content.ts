import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolMedia } from '../../contract/tool.js';
import type { CallOutcome } from './parts.js';

/** The result of a call, as the protocol writes it: the text first, if there is any, then what is no text. */
export function callResult({ ok, text, media = [] }: CallOutcome): CallToolResult {
  const words = text === '' && media.length > 0 ? [] : [{ type: 'text' as const, text }];
  return { content: [...words, ...media.map(mediaContent)], ...(ok ? {} : { isError: true }) };
}

/** One piece that is no text. */
export function mediaContent(media: ToolMedia): CallToolResult['content'][number] {
  if (media.type !== 'resource') return media;
  const { type, ...resource } = media;
  return { type, resource };
}
