import type { EditorBuffers } from '../../contract/editor.js';
import type { EngineEvent } from '../../contract/event.js';
import type { ToolCall } from '../../contract/message.js';
import type { Approver, PermissionMode } from '../../contract/security.js';
import type { Session, SessionSummary } from '../../contract/session.js';
import type { ToolKind } from '../../contract/tool.js';

/** What the ACP face needs of the rest; `cli/compose-acp.ts` wires it. */
export interface AcpPorts {
  version: string;
  /** A session in a folder: a new one, or that of the id. Throws OCodeError. */
  open(start: AcpStart): Promise<AcpSession>;
  /** Sessions of the project the folder belongs to (absent: the one ocode was started in), newest first. Throws OCodeError. */
  list(cwd?: string): Promise<SessionSummary[]>;
}

export interface AcpStart {
  /** Absolute. */
  cwd: string;
  /** The exact id of a session of this project. */
  id?: string;
  /** Further folders of the workspace. */
  folders: readonly string[];
  /** The editor's MCP servers, by name. */
  servers: Record<string, EditorServer>;
  approver: Approver;
  editor?: EditorBuffers;
}

/** An MCP server as settings write one; its values are meant as they are. */
export interface EditorServer {
  [field: string]: unknown;
  command?: string;
  args?: string[];
  env?: Record<string, string>;
  type?: 'http' | 'sse';
  url?: string;
  headers?: Record<string, string>;
  literal: true;
}

export interface AcpSession {
  session: Session;
  /** The real paths of the session's folder and of its project. */
  cwd: string;
  root: string;
  process(question: AcpQuestion, signal: AbortSignal): AsyncIterable<EngineEvent>;
  mode: { current(): PermissionMode; use(mode: PermissionMode): void };
  /** What a call means: the tool behind an alias or `use_tool`, with its own arguments. */
  look(call: Pick<ToolCall, 'name' | 'args'>): ToolView;
  /** Text of a file of the workspace as the tools see it; undefined when there is none to be read. */
  readText(path: string): Promise<string | undefined>;
  /** Files written since the last time this was asked. */
  takeWrites(): FileWrite[];
  /** Custom commands, which a question may begin with. */
  commands(): Promise<Array<{ name: string; description: string }>>;
  close(): Promise<void>;
}

/** The words of a person, and files named with them (as the editor names them). */
export interface AcpQuestion {
  text: string;
  files: readonly string[];
  /** Text that came along, by the name of where it is from. */
  attached: ReadonlyArray<{ name: string; text: string }>;
}

export interface ToolView {
  name: string;
  kind: ToolKind;
  args: Record<string, unknown>;
}

/** Absent texts: there was no file, or no text in it. */
export interface FileWrite {
  /** Absolute real path. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}
