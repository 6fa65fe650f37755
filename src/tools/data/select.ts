import { ToolError } from '../../contract/error.js';
import { type Step, valueAt } from './value-text.js';

export interface Selected {
  path: Step[];
  value: unknown;
}

/** Everything a JSONPath (RFC 9535) selects. Query text without `$` is taken to start at the root. */
export async function select(root: unknown, query: string): Promise<Selected[]> {
  const library = await import('jsonpath-rfc9535');
  let found: string[];
  try {
    found = library.paths(root as Parameters<typeof library.paths>[0], normalise(query));
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ToolError('invalid_args', `${query} is not a JSONPath: ${said} Example: $.servers[0].name`);
  }
  return found.map((normal) => {
    const path = singlePath(normal) ?? [];
    return { path, value: valueAt(root, path) };
  });
}

/** The steps of a query that names exactly one place (`$.a.b[0]["c d"]`), whether it is there or not. */
export function singlePath(query: string): Step[] | undefined {
  let rest = normalise(query).slice(1);
  const steps: Step[] = [];
  while (rest !== '') {
    const name = /^\.([\p{L}_][\p{L}\p{N}_-]*)/u.exec(rest);
    const index = /^\[\s*(\d+)\s*\]/.exec(rest);
    const quoted = /^\[\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\]/.exec(rest);
    const match = name ?? index ?? quoted;
    if (!match) return undefined;
    steps.push(index ? Number(index[1]) : name ? (name[1] ?? '') : unquote(quoted?.[1] ?? ''));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

/** Both quotes know the escapes of JSON (RFC 9535, 2.3.1.1). */
function unquote(text: string): string {
  if (text.startsWith('"')) return JSON.parse(text) as string;
  const inner = text.slice(1, -1).replace(/\\[\s\S]|"/g, (piece) => (piece === "\\'" ? "'" : piece === '"' ? '\\"' : piece));
  return JSON.parse(`"${inner}"`) as string;
}

function normalise(query: string): string {
  const text = query.trim();
  if (text.startsWith('$')) return text;
  return text.startsWith('[') ? `$${text}` : text === '' || text === '.' ? '$' : `$.${text.replace(/^\./, '')}`;
}
