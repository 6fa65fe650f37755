import type { ToolErrorCode } from './error.js';

export const PERMISSION_MODES = ['plan', 'default', 'auto-edit', 'full'] as const;
export type PermissionMode = (typeof PERMISSION_MODES)[number];

/** Whether commands run in a sandbox: where it works, always (or not at all), never. */
export const SANDBOX_MODES = ['auto', 'required', 'off'] as const;
export type SandboxMode = (typeof SANDBOX_MODES)[number];

/** The one of two modes that lets less run without a question. */
export function narrowerMode(a: PermissionMode, b: PermissionMode): PermissionMode {
  return PERMISSION_MODES.indexOf(a) <= PERMISSION_MODES.indexOf(b) ? a : b;
}

/** What a call would touch. Paths are as the model wrote them, relative to the call's working folder. */
export type Access =
  | { kind: 'read' | 'write' | 'delete'; path: string }
  | { kind: 'execute'; command: string; cwd?: string }
  | { kind: 'fetch'; url: string }
  /** A tool of an MCP server or a plugin that declares nothing else. */
  | { kind: 'call'; target: string }
  /** Reading or changing git state other than files of the work tree. */
  | { kind: 'git'; action: 'read' | 'write' };

/** One call put before the judge. */
export interface JudgedCall {
  tool: string;
  kind: string;
  accesses: readonly Access[];
  /** Raw arguments, for the approver and the list of denials. */
  args: Record<string, unknown>;
}

/** `scope` is what "always" would remember: an argv prefix, a path or a server/tool, as a rule. `rule`: the rule that decided. */
export type SecurityDecision =
  | { verdict: 'allow'; reason: string; rule?: string }
  | { verdict: 'ask'; reason: string; scope: string; rule?: string }
  | { verdict: 'deny'; reason: string; rule?: string; code?: Extract<ToolErrorCode, 'denied' | 'outside_workspace'> };

/** One part of a command line as the judge saw it. */
export interface CommandPart {
  text: string;
  verdict: SecurityDecision['verdict'];
  reason: string;
}

export interface ApprovalRequest {
  /** Of the call that waits for the answer; absent outside a conversation. */
  callId?: string;
  tool: string;
  args: Record<string, unknown>;
  reason: string;
  scope: string;
  /** The whole command, or undefined. Shown with control characters made visible. */
  command?: string;
  /** Unified diff of what would be written, when the tool can tell. */
  diff?: string;
  /** Only for edits: lets the person change the text before it is written. */
  proposed?: { path: string; text: string };
}

export type ApprovalAnswer = { answer: 'allow_once' | 'allow_session' | 'reject' } | { answer: 'edited'; text: string };

/** The port to whoever may say yes. Headless runs have none. */
export interface Approver {
  ask(request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalAnswer>;
}

/** The one judge. Deciding never throws and runs nothing. */
export interface SecurityJudge {
  decide(call: JudgedCall): Promise<SecurityDecision>;
  /** Remember `scope` for this session. */
  grant(scope: string): void;
  /** Content from outside the workspace was read: allow rules for network and commands ask again from now on. */
  taint(source: string): void;
}

export type PathUse = 'read' | 'write' | 'delete' | 'list';

/**
 * Resolves paths against the workspace. `resolve` follows links of the deepest existing parent and returns the real
 * absolute path, or throws ToolError `outside_workspace` or `denied` (protected, special file).
 */
export interface PathGuard {
  readonly root: string;
  /** Real paths of all folders of the workspace, the root first. */
  readonly roots: readonly string[];
  resolve(path: string, use: PathUse, cwd?: string): string;
  /** Like resolve, without throwing: may this be read? For tools that walk folders. */
  readable(absolutePath: string): boolean;
  /** The path relative to the root with `/`, or absolute when outside the root. */
  display(absolutePath: string): string;
}

/** How a command is started: argv, environment and folder after the sandbox and the cleaning of the environment. */
export interface PreparedCommand {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  sandboxed: boolean;
}

/** What a program of ours (never a command of the model) must be able to do although the sandbox forbids it. */
export interface ProgramNeeds {
  /** git itself changes its folder: commit, branch, stash. The judge allowed that change. */
  writeGit?: boolean;
}

/** The port through which tools start processes. Throws ToolError `denied` when a required sandbox is missing. */
export interface CommandSandbox {
  /** A shell command line; runs under bash (or sh). */
  shell(command: string, cwd: string): Promise<PreparedCommand>;
  /** A program with arguments, no shell. */
  program(file: string, args: readonly string[], cwd: string, needs?: ProgramNeeds): Promise<PreparedCommand>;
}
