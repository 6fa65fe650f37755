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
  /** What the person asked, where `text` holds more than that: facts, ranked files and attachments around it. */
  question?: string;
}

/** What the person asked, without what ocode put around it. */
export function askedText(message: UserMessage): string {
  if (message.question !== undefined) return message.question;
  // Sessions of versions that did not keep the question apart.
  return message.text.startsWith('<environment>\n') ? message.text.replace(LEADING_BLOCKS, '') : message.text;
}

const LEADING_BLOCKS = /^(?:<(environment|instructions|file|project_map)\b[^>\n]*>\n[\s\S]*?\n<\/\1>\s*)+/;

export type Message = { role: 'system'; text: string } | UserMessage | AssistantMessage | ToolMessage;

/** Tokens as the server counted them. */
export interface Usage {
  input_tokens: number;
  output_tokens: number;
}
