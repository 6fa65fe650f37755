import type { Tool, ToolSource } from '../contract/tool.js';
import { plainName } from './names.js';

/** The tools by name: those that are always there, then those of sources, whose lists may change while a run goes on. */
export class ToolTable {
  private byName = new Map<string, Tool>();
  private byPlainName = new Map<string, Tool>();
  private readonly ofSources = new Map<ToolSource, readonly Tool[]>();

  constructor(
    private readonly fixed: readonly Tool[],
    private readonly allowed: (tool: Tool) => boolean,
  ) {
    this.build();
  }

  /** All tools of a source, in place of those it had. */
  replace(source: ToolSource, tools: readonly Tool[]): void {
    this.ofSources.set(source, tools);
    this.build();
  }

  /** By name, alias, other case, `_` or `-`. */
  find(name: string): Tool | undefined {
    return this.byName.get(name) ?? this.byPlainName.get(plainName(name));
  }

  list(): Tool[] {
    return [...this.byName.values()];
  }

  /** Anew each time, so that a tool that goes away uncovers what it had hidden. The first of a name wins. */
  private build(): void {
    this.byName = new Map();
    this.byPlainName = new Map();
    for (const tool of [...this.fixed, ...[...this.ofSources.values()].flat().filter(this.allowed)]) {
      if (this.byName.has(tool.name)) continue;
      this.byName.set(tool.name, tool);
      for (const name of [tool.name, ...(tool.aliases ?? [])]) {
        const plain = plainName(name);
        // A tool's own name wins over another's alias.
        if (name === tool.name || !this.byPlainName.has(plain)) this.byPlainName.set(plain, tool);
      }
    }
  }
}
