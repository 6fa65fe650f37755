import type { ContextService } from '../contract/context.js';
import type { McpServerParts } from '../modes/mcp-server.js';

const MOST_FILES_WITH_SYMBOLS = 400;

interface ViewSources {
  index: ContextService;
  /** What a tool says, on the one road to it. */
  byTool(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<{ text: string }>;
  mayRead(path: string): Promise<boolean>;
}

/** What another program can read of the project as resources: its structure, dependencies, symbols, and git's view of it. */
export function projectViews({ index, byTool, mayRead }: ViewSources): Pick<McpServerParts, 'views' | 'templates'> {
  const symbolsOf = async (path: string, signal: AbortSignal): Promise<string[] | undefined> => {
    if (!(await mayRead(path))) return undefined;
    const found = await index.symbols(path, signal).catch(() => undefined);
    return found?.map((symbol) => `${symbol.line}: ${symbol.kind} ${symbol.parent ? `${symbol.parent}.` : ''}${symbol.name}`);
  };
  const view = { mimeType: 'text/plain' };
  return {
    views: [
      {
        ...view,
        uri: 'ocode://project/structure',
        name: 'structure',
        description: 'The folders and files of the project',
        read: (signal) => byTool('architecture', { view: 'structure' }, signal),
      },
      {
        ...view,
        uri: 'ocode://project/dependencies',
        name: 'dependencies',
        description: 'Which file imports which',
        read: async (signal) => {
          const importing = (await index.graph(signal)).filter((file) => file.imports.length > 0);
          return { text: importing.map((file) => `${file.path}: ${file.imports.join(', ')}`).join('\n') };
        },
      },
      {
        ...view,
        uri: 'ocode://project/symbols',
        name: 'symbols',
        description: 'Functions, classes and types of the project, by file',
        read: async (signal) => ({ text: await allSymbols(await index.files(signal), (path) => symbolsOf(path, signal)) }),
      },
      { ...view, uri: 'ocode://git/status', name: 'git status', description: 'Branch and changed files', read: (signal) => byTool('git_status', {}, signal) },
    ],
    templates: [
      {
        ...view,
        uriTemplate: 'ocode://project/symbols/{+path}',
        name: 'symbols of a file',
        description: 'Functions, classes and types of one file',
        read: async ({ path = '' }, signal) => {
          const lines = await symbolsOf(path, signal);
          return lines && { text: lines.join('\n') };
        },
      },
    ],
  };
}

async function allSymbols(files: readonly string[], symbolsOf: (path: string) => Promise<string[] | undefined>): Promise<string> {
  const parts: string[] = [];
  for (const path of files.slice(0, MOST_FILES_WITH_SYMBOLS)) {
    const lines = await symbolsOf(path);
    if (lines && lines.length > 0) parts.push(`${path}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  const left = files.length - MOST_FILES_WITH_SYMBOLS;
  return [...parts, ...(left > 0 ? [`… ${left} more files; ocode://project/symbols/<path> has those of one`] : [])].join('\n');
}
