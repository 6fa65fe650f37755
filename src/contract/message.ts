/** The words of a conversation, independent of any provider's wire format. */

/** One tool call of the model. `args` is the raw object the model wrote; a tool's own schema turns it into typed arguments. */
export interface ToolCall {
  id: string;
  name: string;
  args: Record<string, unknown>;
  /** True when the call was written as text and recognised by us. */
  recovered?: boolean;
}

export interface AssistantMessage {
  role: 'assistant';
  text: string;
  calls: ToolCall[];
  /** Reasoning that came with the answer; sent back unchanged, because some templates need it inside a tool loop. */
  thinking?: string;
}

export interface ToolMessage {
  role: 'tool';
  callId: string;
  name: string;
  ok: boolean;
  text: string;
}

export interface UserMessage {
  role: 'user';
  text: string;
  /** Written by ocode, not by the person: a nudge, a request to go on, a summary. */
  auto?: boolean;
}

export type Message = { role: 'system'; text: string } | UserMessage | AssistantMessage | ToolMessage;

/** Tokens as the server counted them. */
export interface Usage {
  input_tokens: number;
  output_tokens: number;
}
