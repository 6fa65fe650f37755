import type { ToolSpec } from '../contract/chat.js';
import { ToolError } from '../contract/error.js';
import type { Tool, ToolCatalog } from '../contract/tool.js';
import { modelParameters, signature } from './arg-schema.js';
import { moreTools } from './more-tools.js';
import { plainName } from './names.js';
import type { SourceLoader } from './source-loader.js';
import type { ToolTable } from './tool-table.js';
import { useTool } from './use-tool.js';

export interface ToolOfferOptions {
  table: ToolTable;
  loader: SourceLoader;
  /** The tools that are described in every request, in this order. */
  offered: Tool[];
  /** Built-in tools behind `more_tools`. */
  more: readonly Tool[];
}

/** What the model is told of the tools: those offered at once, and the sets of the others behind `more_tools`. */
export class ToolOffer {
  private readonly made: ToolSpec[][] = [];

  constructor(private readonly options: ToolOfferOptions) {}

  has(name: string): boolean {
    return this.options.offered.some((tool) => tool.name === name);
  }

  /** Only before the first request: what is offered must not change during a session. */
  add(tools: readonly Tool[]): void {
    this.options.offered.push(...tools);
  }

  /** Made once, so that every request of a session carries the same. */
  specs(compact: boolean): ToolSpec[] {
    this.made[Number(compact)] ??= this.options.offered.map((tool) => ({
      name: tool.name,
      description: tool === moreTools ? this.moreDescription(compact) : compact ? firstSentence(tool.description) : tool.description,
      parameters: modelParameters(tool, compact),
    }));
    return this.made[Number(compact)] ?? [];
  }

  readonly catalog: ToolCatalog = {
    sets: async () => {
      const sets = bySet(this.hidden());
      const notes = new Map(this.options.loader.sources.map((source) => [source.set as string, source.summary]));
      return this.setNames().map((set) => {
        const note = notes.get(set);
        return { set, tools: (sets.get(set) ?? []).map((tool) => tool.name), ...(note ? { note } : {}) };
      });
    },
    describe: async (set, signal) => {
      const { table, loader } = this.options;
      const wanted = this.setNames().find((name) => plainName(name) === plainName(set)) ?? table.find(set)?.set;
      if (wanted === undefined) throw new ToolError('not_found', `there is no set ${set}; the sets are: ${this.setNames().join(', ')}`);
      await loader.load((source) => source.set === wanted, signal);
      const found = table.list().filter((tool) => tool.set === wanted && !isDoor(tool));
      return `Call these with use_tool(name, args):\n${found.map((tool) => `${signature(tool)}: ${tool.description}`).join('\n')}`;
    },
  };

  private hidden(): Tool[] {
    return this.options.table.list().filter((tool) => !this.has(tool.name) && !isDoor(tool));
  }

  private setNames(): string[] {
    return [...new Set([...bySet(this.hidden()).keys(), ...this.options.loader.sources.map((source) => source.set)])];
  }

  /** Of what sources brought nothing stands here: it may change, and would make the prompt long. */
  private moreDescription(compact: boolean): string {
    const sets = bySet(this.options.more);
    const parts = this.setNames().map((set) => {
      const names = compact ? [] : (sets.get(set) ?? []).map((tool) => tool.name);
      return names.length > 0 ? `${set} (${names.join(' ')})` : set;
    });
    return `${compact ? 'Other tools' : moreTools.description}: ${parts.join(', ')}`;
  }
}

/** The tools that lead to the others. */
export function isDoor(tool: Tool): boolean {
  return tool === moreTools || tool === useTool;
}

function bySet(tools: readonly Tool[]): Map<string, Tool[]> {
  const sets = new Map<string, Tool[]>();
  for (const tool of tools) sets.set(tool.set, [...(sets.get(tool.set) ?? []), tool]);
  return sets;
}

function firstSentence(text: string): string {
  return text.split(/[.;:]\s/, 1)[0] ?? text;
}
