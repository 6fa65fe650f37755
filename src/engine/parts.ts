import type { AcceptCall, ChatClient, ChatOptions, JsonSchema, TextCallReader, ToolSpec } from '../contract/chat.js';
import type { ContextBuilder } from '../contract/context.js';
import type { Approver, SecurityJudge } from '../contract/security.js';
import type { SessionStore } from '../contract/session.js';
import type { Tool, ToolContext } from '../contract/tool.js';

/** What the engine is built of. `cli/compose.ts` puts it together; tests put in fakes at the ports. */

/** The toolbox as the engine uses it; `tools/registry.ts` is the one implementation. */
export interface ToolBox {
  /** By name or alias, among what is registered and allowed in this run. */
  find(name: string): Tool | undefined;
  /** Like find, but first loads sources (MCP, plugins) that may have it. */
  load(name: string, signal: AbortSignal): Promise<Tool | undefined>;
  nearest(name: string): string | undefined;
  parseArgs(tool: Tool, raw: Record<string, unknown>): { ok: true; args: unknown } | { ok: false; message: string };
  /** A call through `use_tool` is a call of the inner tool. */
  unwrap(name: string, args: Record<string, unknown>): { name: string; args: Record<string, unknown> };
  specs(options: { compact: boolean }): ToolSpec[];
  acceptCall: AcceptCall;
}

/** The model of this run and how it is spoken to. */
export interface ModelProfile {
  name: string;
  provider: string;
  options: ChatOptions;
  /** 'text': tools are described in the system text and calls come as text. */
  toolMode: 'native' | 'text';
  /** Running estimate of this model's characters per token. */
  charsPerToken: number;
}

/** Remembers what was learnt of a model (characters per token). */
export interface ModelMemory {
  learn(model: string, charsPerToken: number): void;
}

interface EngineLimits {
  maxTurns: number;
  maxToolCalls: number;
  /** Milliseconds for the whole run; 0: none. */
  timeout: number;
  concurrency: number;
  /** Milliseconds one tool may take. */
  toolTimeout: number;
}

export interface StructuredOutput {
  schema: JsonSchema;
  /** What does not fit, in words for the model; empty when it fits. */
  validate(value: unknown): string[];
}

interface PromptSettings {
  /** Replaces the system text. */
  system?: string;
  appendSystem?: string;
  /** Tokens for ranked files; 0: none. */
  contextBudget: number;
}

export interface EngineParts {
  client: ChatClient;
  model: ModelProfile;
  /** Model for summaries; the same one when absent. */
  summaryModel?: string;
  /** Model for nested agents; the same one when absent. */
  agentModel?: string;
  /** This engine belongs to an `agent` call. */
  nested?: boolean;
  memory?: ModelMemory;
  tools: ToolBox;
  security: SecurityJudge;
  approver?: Approver;
  sessions: SessionStore;
  context: ContextBuilder;
  createReader(accept: AcceptCall): TextCallReader;
  /** All a tool gets except what belongs to one call. */
  toolContext: Omit<ToolContext, 'signal' | 'progress' | 'budget' | 'agent'>;
  /** Date, folder, git state and instructions: the head of the first user message. */
  facts(): Promise<string>;
  limits: EngineLimits;
  prompt: PromptSettings;
  permissionMode: string;
  strict: boolean;
  dryRun: boolean;
  structured?: StructuredOutput;
  /** Masks secrets in what leaves the engine other than as model text. */
  mask?(text: string): string;
  /** What services want people to know since the last time; each is said once. */
  takeNotices(): string[];
}
