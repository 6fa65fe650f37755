import type { ToolSpec } from '../../contract/chat.js';
import type { PersonAnswer, PersonQuestion, ToolMedia } from '../../contract/tool.js';
import type { PromptDefinition } from './prompts.js';
import type { View, ViewTemplate } from './views.js';

/** What a call may use of the other program while it runs. */
interface Caller {
  /** A line for people. */
  progress(text: string): void;
  /** Absent: the other program cannot ask its person. */
  askPerson?(question: PersonQuestion): Promise<PersonAnswer>;
}

export interface CallOutcome {
  ok: boolean;
  code?: string;
  text: string;
  media?: readonly ToolMedia[];
}

/** What the server is built of; `cli` wires it. Paths are relative to the root, with `/`. */
export interface McpServerParts {
  version: string;
  /** Real path of the project. */
  root: string;
  /** What may be called. `readOnly` is a hint for the other program. */
  tools(signal: AbortSignal): Promise<Array<ToolSpec & { readOnly: boolean }>>;
  /** One call on the road to every tool. Never throws. */
  call(name: string, args: Record<string, unknown>, signal: AbortSignal, caller: Caller): Promise<CallOutcome>;
  /** The project's files after its ignore rules. */
  files(signal: AbortSignal): Promise<string[]>;
  /** A file, after the judge; undefined: there is none, or it may not be read. */
  read(path: string, signal: AbortSignal): Promise<Buffer | undefined>;
  /** Resources beside the files. */
  views: readonly View[];
  templates: readonly ViewTemplate[];
  prompts: readonly PromptDefinition[];
  /** Calls back after changes in the project, until the signal aborts. */
  watch(changed: () => Promise<void>, signal: AbortSignal): Promise<void>;
  /** For people: what went wrong on the wire. */
  note(text: string): void;
}
