import { resolve } from 'node:path';
import type { ToolCallContent, ToolCallLocation, ToolKind } from '@agentclientprotocol/sdk';
import { oneLine } from '../../lib/truncate.js';
import type { FileWrite, ToolView } from './ports.js';

/** How a call is shown before it ran. `toClient` names a real path as the editor knows it. */
export function announce(view: ToolView, cwd: string, toClient: (path: string) => string): { title: string; kind: ToolKind; locations: ToolCallLocation[] } {
  return { title: titleOf(view), kind: kindOf(view), locations: locationsOf(view, cwd).map((place) => ({ ...place, path: toClient(place.path) })) };
}

function titleOf({ name, args }: ToolView): string {
  const subject = [args.command, args.path, args.pattern, args.name, args.query, args.url, args.symbol, args.task].find((each) => typeof each === 'string');
  return subject === undefined ? name : `${name} ${oneLine(String(subject), 100)}`;
}

function kindOf({ name, kind, args }: ToolView): ToolKind {
  if (name === 'file_ops') return args.action === 'delete' ? 'delete' : args.action === 'move' ? 'move' : 'edit';
  return kind;
}

function locationsOf({ args, kind }: ToolView, cwd: string): ToolCallLocation[] {
  if (kind !== 'read' && kind !== 'edit') return [];
  const line = typeof args.start_line === 'number' && args.start_line > 0 ? { line: args.start_line } : {};
  return [args.path, args.to].flatMap((path) => (typeof path === 'string' && !path.includes('\0') ? [{ path: resolve(cwd, path), ...line }] : []));
}

export function diffOf({ path, before, after }: FileWrite, toClient: (path: string) => string): ToolCallContent[] {
  return after === undefined ? [] : [{ type: 'diff', path: toClient(path), oldText: before ?? null, newText: after }];
}

export function textContent(text: string): ToolCallContent {
  return { type: 'content', content: { type: 'text', text } };
}
