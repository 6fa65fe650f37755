import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { McpServerParts } from './parts.js';
import type { ResourceContent } from './resource-content.js';
import { viewContent } from './views.js';

const PAGE = 500;
const MOST_COMPLETIONS = 100;
/** As far as the type helps another program; everything else that is UTF-8 is plain text. */
const TYPES: Readonly<Record<string, string>> = {
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.ts': 'text/x-typescript',
  '.py': 'text/x-python',
  '.json': 'application/json',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.pdf': 'application/pdf',
};

export interface ResourceEntry {
  uri: string;
  name: string;
  description?: string;
  mimeType?: string;
}

export function resourceTemplates(parts: Pick<McpServerParts, 'root' | 'templates'>): Array<{ uriTemplate: string; name: string; description: string }> {
  return [
    { uriTemplate: `${pathToFileURL(parts.root).href}/{+path}`, name: 'file', description: 'A file of the project' },
    ...parts.templates.map(({ uriTemplate, name, description, mimeType }) => ({ uriTemplate, name, description, mimeType })),
  ];
}

/** The views first, then the files, a page at a time. Undefined for a cursor that is none of ours. */
export async function listResources(
  parts: McpServerParts,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<{ resources: ResourceEntry[]; nextCursor?: string } | undefined> {
  const start = cursor === undefined ? 0 : /^\d{1,9}$/.test(cursor) ? Number(cursor) : -1;
  const files = await parts.files(signal);
  if (start < 0 || start > files.length) return undefined;
  const page = files.slice(start, start + PAGE).map((path) => ({ uri: fileUri(parts.root, path), name: path, mimeType: typeOf(path) }));
  const next = start + PAGE;
  const views = parts.views.map(({ uri, name, description, mimeType }) => ({ uri, name, description, mimeType }));
  return { resources: [...(start === 0 ? views : []), ...page], ...(next < files.length ? { nextCursor: String(next) } : {}) };
}

/** Undefined: there is no such resource, or it may not be read. */
export async function readResource(parts: McpServerParts, uri: string, signal: AbortSignal): Promise<ResourceContent | undefined> {
  const view = parts.views.find((each) => each.uri === uri);
  if (view) return viewContent(uri, view.mimeType, await view.read(signal));
  const filled = await readTemplate(parts, uri, signal);
  if (filled) return filled;
  const path = pathOf(uri, parts.root);
  const content = path === undefined ? undefined : await parts.read(path, signal);
  if (path === undefined || content === undefined) return undefined;
  const text = asText(content);
  return text === undefined
    ? { uri, mimeType: typeOf(path, 'application/octet-stream'), blob: content.toString('base64') }
    : { uri, mimeType: typeOf(path), text };
}

async function readTemplate(parts: McpServerParts, uri: string, signal: AbortSignal): Promise<ResourceContent | undefined> {
  const { UriTemplate } = await import('@modelcontextprotocol/sdk/shared/uriTemplate.js');
  for (const template of parts.templates) {
    const found = new UriTemplate(template.uriTemplate).match(uri);
    if (!found) continue;
    const variables = Object.fromEntries(Object.entries(found).map(([name, value]) => [name, decode([value].flat().join(','))]));
    const content = await template.read(variables, signal);
    if (content) return viewContent(uri, template.mimeType, content);
  }
  return undefined;
}

/** Paths that begin with, or else hold, what was typed so far. */
export async function completePath(parts: McpServerParts, typed: string, signal: AbortSignal): Promise<{ values: string[]; total: number; hasMore: boolean }> {
  const files = await parts.files(signal);
  const lower = typed.toLowerCase();
  const begins = files.filter((path) => path.toLowerCase().startsWith(lower));
  const found = [...begins, ...files.filter((path) => !begins.includes(path) && path.toLowerCase().includes(lower))];
  return { values: found.slice(0, MOST_COMPLETIONS), total: found.length, hasMore: found.length > MOST_COMPLETIONS };
}

export function fileUri(root: string, path: string): string {
  return pathToFileURL(join(root, path)).href;
}

/** The path below the root that a `file:` address means; the judge decides about it, so `..` may stand in it. */
function pathOf(uri: string, root: string): string | undefined {
  try {
    return relative(root, fileURLToPath(uri)).split(sep).join('/');
  } catch {
    return undefined;
  }
}

function asText(content: Buffer): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function typeOf(path: string, otherwise = 'text/plain'): string {
  return TYPES[extname(path).toLowerCase()] ?? otherwise;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
