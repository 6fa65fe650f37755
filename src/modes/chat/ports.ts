import type { EngineEvent } from '../../contract/event.js';
import type { Approver, PermissionMode } from '../../contract/security.js';
import type { Session, SessionSummary } from '../../contract/session.js';
import type { UndoOutcome } from '../../contract/undo.js';
import type { Theme } from '../../lib/theme.js';
import type { Elicit } from './elicit.js';

/** What only a terminal can do, for those who need a person. */
export interface TerminalPorts {
  approver: Approver;
  elicit: Elicit;
  /** Shows the address of a login. */
  openBrowser(address: string): void;
}

/** `asked`: the person's own words; `text`: those with files and resources added, as the model gets them. */
export interface Question {
  asked: string;
  text: string;
}

/** What the interactive mode needs of the rest; `cli/compose-chat.ts` wires it. */
export interface ChatPorts {
  /** The session that flags ask for (-c, -r), else a new one. Throws OCodeError `session`. */
  open(): Session;
  process(question: Question, session: Session, signal: AbortSignal, once?: OnceOnly): AsyncIterable<EngineEvent>;
  compact(session: Session, signal: AbortSignal): AsyncIterable<EngineEvent>;
  sessions: {
    create(): Session;
    list(): { sessions: SessionSummary[]; damaged: string[] };
    load(id: string): Session;
    fork(session: Session): Session;
    save(session: Session): Promise<{ warning?: string }>;
    export(session: Session, format: 'markdown' | 'json'): string;
  };
  /** Takes back the newest changes; all of this session's with `all`. */
  undo(session: Session, which: 'last' | 'all'): Promise<UndoOutcome[]>;
  /** What this session changed, as a patch; empty when nothing. */
  diff(session: Session): Promise<string>;
  model: {
    /** The one in use or asked for; undefined until one is chosen. */
    current(): string | undefined;
    window(): number;
    use(name: string): void;
    list(signal: AbortSignal): Promise<string[]>;
    /** In the server's memory? Undefined when it cannot tell. */
    loaded(signal: AbortSignal): Promise<boolean | undefined>;
  };
  mode: { current(): PermissionMode; use(mode: PermissionMode): void };
  branch(): string | undefined;
  /** Runs a subcommand of ocode (`config`, `tools`, `mcp`, `init`, `context`): it prints by itself. */
  subcommand(args: readonly string[]): Promise<number>;
  /** What was loaded of instructions and notes, as lines. */
  memory(): Promise<string[]>;
  custom: CustomPort;
  prompts: PromptPort;
  mcp: McpPort;
  /** The question with the text of files named `@path` and of resources named `@server:uri` added; `problems`: what could not be. */
  attach(text: string, signal: AbortSignal): Promise<{ text: string; problems: string[] }>;
  /** Paths that go on from this start, for completion; folders end with `/`. */
  paths(start: string): string[];
  /** Writes a file the person named; throws when it exists or cannot be written. */
  writeFile(name: string, text: string): Promise<string>;
  history: { load(): string[]; add(text: string): void };
  warnings(): string[];
  style(theme: Theme): TextStyle;
}

/** What a custom command changes for its one question. */
export interface OnceOnly {
  model?: string;
  mode?: PermissionMode;
  /** Names of tools or sets: others cannot be called. */
  tools?: readonly string[];
}

export interface ServerPrompt {
  server: string;
  name: string;
  description: string;
  arguments: ReadonlyArray<{ name: string; description: string; required: boolean }>;
}

/** Prompts of MCP servers: `/server:prompt args`. */
interface PromptPort {
  /** Is this the name of a configured server? */
  knows(server: string): boolean;
  /** Of this server, which is started; without one: of those that run. Throws ToolError. */
  list(signal: AbortSignal, server?: string): Promise<readonly ServerPrompt[]>;
  /** The text for the model. Throws ToolError. */
  get(server: string, name: string, args: Record<string, string>, signal: AbortSignal): Promise<string>;
}

/** What is known of a server without starting it; undefined lists: nothing. */
export interface ServerOffers {
  server: string;
  prompts: readonly string[] | undefined;
  resources: readonly string[] | undefined;
}

interface McpPort {
  offers(): readonly ServerOffers[];
  /** Starts the trusted servers and says how they are. */
  status(signal: AbortSignal): Promise<ReadonlyArray<{ name: string; transport: string; status: string; tools: readonly string[]; error?: string }>>;
}

export interface CustomPort {
  list(): Promise<Array<{ name: string; description: string }>>;
  /** Undefined when there is no such command. */
  expand(name: string, args: string): Promise<({ text: string } & OnceOnly) | undefined>;
  /** Command files that are left out; `name`: what the command would be called. */
  problems(): Array<{ name: string; file: string; why: string }>;
}

/** Styles the model's words as they stream. The same shape as the renderer's. */
export interface TextStyle {
  push(text: string): string;
  end(): string;
}
