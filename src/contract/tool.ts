import type { z } from 'zod';
import type { CodeIndex } from './context.js';
import type { Access, CommandSandbox, PathGuard } from './security.js';

export const TOOL_SETS = ['core', 'files', 'git', 'analysis', 'test', 'data', 'system', 'web', 'memory', 'agent', 'mcp', 'plugin'] as const;
export type ToolSet = (typeof TOOL_SETS)[number];
export type ToolKind = 'read' | 'search' | 'edit' | 'execute' | 'fetch' | 'think' | 'other';

/** Content that is no text. `data` and `blob` are base64. */
export type ToolMedia =
  | { type: 'image' | 'audio'; data: string; mimeType: string }
  | { type: 'resource'; uri: string; mimeType: string; text: string }
  | { type: 'resource'; uri: string; mimeType: string; blob: string };

/** A question to the person. `schema`: JSON Schema of a flat object. */
export interface PersonQuestion {
  message: string;
  schema: Record<string, unknown>;
}
export type PersonAnswer = { action: 'accept'; content: Record<string, unknown> } | { action: 'decline' | 'cancel' };

export interface ToolOutput {
  /** For the model; run-tool cuts it to the budget. */
  text: string;
  /** For programs that can show it (clients of `mcp serve`); the model gets only the text. */
  media?: readonly ToolMedia[];
  /** For people and programs; must be JSON. */
  data?: unknown;
  /** Content came from outside the workspace (web, MCP): the judge gets stricter and the text is delimited as data. */
  untrusted?: string;
}

/** The folder a call would be judged and run in. */
export interface ToolPlace {
  root: string;
  cwd: string;
}

/**
 * A tool. `name`, `description` and `input` are what the model reads, so they are short: every character costs prompt tokens.
 * Expected failures throw ToolError; anything else is a bug.
 */
export interface Tool<S extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  input: S;
  set: ToolSet;
  kind: ToolKind;
  /** Other names models use for it (compared without case, `_` and `-`). */
  aliases?: readonly string[];
  /** Arguments that a call by an alias stands for (`rm` means action delete): alias -> arguments. What the call says wins. */
  aliasArgs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Other names of arguments: alias -> argument. */
  argAliases?: Readonly<Record<string, string>>;
  /** A shorter JSON Schema for the model than the one generated from `input`; validation still uses `input`. */
  parameters?: Record<string, unknown>;
  /** The tool's own mending of raw arguments, after aliases and before generic coercion. */
  coerce?(raw: Record<string, unknown>): Record<string, unknown>;
  /** May run beside other read-only calls. Defaults to kind `read` or `search`. */
  concurrent?: boolean;
  /** What this call would touch: the judge reads this. Absent: nothing outside ocode itself. */
  access?(args: z.output<S>, place: ToolPlace): Access[];
  /** The change this call would make, for approval; undefined when it cannot tell. */
  preview?(args: z.output<S>, context: ToolContext): Promise<EditPreview | undefined>;
  run(args: z.output<S>, context: ToolContext): Promise<ToolOutput>;
}

export interface EditPreview {
  path: string;
  diff: string;
  /** The whole new text, which a person may change before it is written. */
  after: string;
  /** A person's version as bytes, with the encoding, mark and line ends of the file; without this it is written as UTF-8. May throw ToolError. */
  encode?(text: string): Buffer;
}

/** A tool as it is written down: the shape of its arguments may be made when it is first asked for, for a run uses few of its tools. */
type ToolDefinition<S extends z.ZodType> = Omit<Tool<S>, 'input'> & { input: S | (() => S) };

/** Keeps the type of `input` for `access` and `run`. */
export function defineTool<S extends z.ZodType>(definition: ToolDefinition<S>): Tool {
  const { input } = definition;
  if (typeof input !== 'function') return definition as unknown as Tool;
  let made: S | undefined;
  const tool = {
    ...definition,
    get input(): S {
      made ??= input();
      return made;
    },
  };
  return tool as unknown as Tool;
}

export type FileChangeKind = 'created' | 'modified' | 'deleted';

export interface FileChange {
  path: string;
  kind: FileChangeKind;
  added: number;
  removed: number;
}

/**
 * Files of the workspace, as tools see them: every path goes through the guard again when it is opened, every change is
 * journaled for undo before it happens, and in a dry run changes stay in memory and later reads see them.
 * Paths are absolute real paths from `resolve`, which throws ToolError `outside_workspace`, `denied` or `not_found`.
 */
export interface WorkspaceFiles {
  resolve(path: string, use: 'read' | 'write' | 'delete' | 'list'): string;
  display(absolutePath: string): string;
  /** Undefined when there is nothing. Never follows a final link out of the workspace. */
  stat(absolutePath: string): Promise<{ kind: 'file' | 'directory' | 'other'; size: number; mode: number; mtimeMs: number } | undefined>;
  /** Throws ToolError `not_found` or `failed` (directory, too large, unreadable). */
  read(absolutePath: string): Promise<Buffer>;
  /** At most `length` bytes from `start`, for files too large to hold. Errors as `read`. */
  readPart(absolutePath: string, start: number, length: number): Promise<Buffer>;
  /** Atomic, synced, keeps the mode of an existing file unless told; makes missing folders. */
  write(absolutePath: string, content: Buffer | string, options?: { mode?: number }): Promise<void>;
  remove(absolutePath: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  makeFolder(absolutePath: string): Promise<void>;
  /** Names in a folder, sorted. */
  list(absolutePath: string): Promise<string[]>;
  /** Files that exist only in memory or differ from disk (dry run): absolute path -> content, or null when deleted. */
  overlay(): ReadonlyMap<string, Buffer | null>;
  /** Remember that the model has seen this content, so that a later change on disk is noticed. */
  markSeen(absolutePath: string, content: Buffer): void;
  /** 'unread': never seen; 'stale': changed since it was seen; 'fresh'. */
  seen(absolutePath: string, content: Buffer): 'unread' | 'stale' | 'fresh';
  /** What changed so far, one entry a path, compared with the state before the run. */
  changes(): Promise<FileChange[]>;
  /** All changes so far as one patch that `git apply` takes. */
  patch(): Promise<string>;
}

/** What a nested agent may do; returns its report. Throws ToolError when it fails. */
export type RunAgent = (task: { task: string; role?: string; tools?: readonly string[] }, signal: AbortSignal) => Promise<string>;

/** The toolbox as a tool sees it (more_tools, use_tool). */
export interface ToolCatalog {
  sets(): Promise<Array<{ set: string; tools: string[]; note?: string }>>;
  /** Full descriptions of one set, as text for the model; throws ToolError `not_found` with the sets there are. */
  describe(set: string, signal: AbortSignal): Promise<string>;
}

/** What a tool may need of the settings. Seconds for times. */
export interface ToolSettings {
  timeout: number;
  allowFetch: boolean;
  ignorePatterns: readonly string[];
}

export interface ToolContext {
  /** Real path of the project root and of the folder the run works in. */
  root: string;
  cwd: string;
  /** The project's state folder (`.ocode` or the one under OCODE_HOME); memory and undo live there. */
  stateDir: string;
  sessionId: string;
  /** Largest result in characters. Tools that can page should stay below and say how to get the rest. */
  budget: number;
  signal: AbortSignal;
  files: WorkspaceFiles;
  guard: PathGuard;
  sandbox: CommandSandbox;
  index: CodeIndex;
  catalog: ToolCatalog;
  settings: ToolSettings;
  /** A line for people while the tool works. */
  progress(text: string): void;
  agent?: RunAgent;
  /** Absent where nobody can be asked. It gives no permission: that is the judge's. */
  askPerson?(question: PersonQuestion): Promise<PersonAnswer>;
}

/** A group of tools that must be loaded first (MCP servers, plugins). `names` is known without loading. */
export interface ToolSource {
  set: ToolSet;
  /** One line for `more_tools`: what is there, without loading it. Empty: nothing is configured. */
  summary: string;
  /** Could this source have a tool of that name? Cheap; decides whether a call loads it. */
  mayHave(name: string): boolean;
  load(signal: AbortSignal): Promise<Tool[]>;
  /** Calls back with all its tools when they changed after `load`. Absent: they never do. */
  onChange?(changed: (tools: Tool[]) => void): void;
}
