import type { ToolSource } from '../contract/tool.js';
import type { ToolTable } from './tool-table.js';

/** Loads sources into the table: each once, when it is first needed; one that failed may be tried again. */
export class SourceLoader {
  private readonly loading = new Map<ToolSource, Promise<void>>();
  private readonly loaded = new Set<ToolSource>();

  constructor(
    readonly sources: readonly ToolSource[],
    private readonly table: ToolTable,
  ) {
    for (const source of sources) source.onChange?.((found) => table.replace(source, found));
  }

  /** Those of which `wanted` says yes, side by side. */
  async load(wanted: (source: ToolSource) => boolean, signal: AbortSignal): Promise<void> {
    await Promise.all(this.sources.filter(wanted).map((source) => this.loadOne(source, signal)));
  }

  /** Could a source whose tools are not known yet have a tool of this name? */
  mayBring(name: string): boolean {
    return this.sources.some((source) => !this.loaded.has(source) && source.mayHave(name));
  }

  private loadOne(source: ToolSource, signal: AbortSignal): Promise<void> {
    const known = this.loading.get(source);
    if (known) return known;
    const work = source.load(signal).then((found) => {
      this.table.replace(source, found);
      this.loaded.add(source);
    });
    this.loading.set(source, work);
    work.catch(() => this.loading.delete(source));
    return work;
  }
}
