import type { ToolSpec } from '../../contract/chat.js';

/** What the server is built of; `cli` wires it. Paths are relative to the root, with `/`. */
export interface McpServerParts {
  version: string;
  /** Real path of the project. */
  root: string;
  /** What may be called. `readOnly` is a hint for the other program. */
  tools(): Promise<Array<ToolSpec & { readOnly: boolean }>>;
  /** One call on the road to every tool. Never throws. */
  call(
    name: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
    progress: (text: string) => void,
  ): Promise<{ ok: boolean; code?: string; text: string }>;
  /** The project's files after its ignore rules. */
  files(signal: AbortSignal): Promise<string[]>;
  /** A file, after the judge; undefined: there is none, or it may not be read. */
  read(path: string, signal: AbortSignal): Promise<Buffer | undefined>;
  /** Symbols of a file, a line each; undefined where nothing is known of it. */
  symbols(path: string, signal: AbortSignal): Promise<string[] | undefined>;
  /** Views of the project, by the name in `ocode://…`: see `views.ts`. */
  view(name: string, signal: AbortSignal): Promise<string>;
  /** For people: what went wrong on the wire. */
  note(text: string): void;
}
