import type { ToolSpec } from '../contract/chat.js';
import type { Message, ToolCall } from '../contract/message.js';

/** How tools are offered to models without native calls: described in the system text, called as `<tool_call>` JSON, answered as user text. */

export function describeTools(tools: readonly ToolSpec[]): string {
  const lines = tools.map((tool) => `${tool.name}(${argumentList(tool.parameters)}): ${tool.description}`);
  return [
    'To use a tool, write exactly this and stop; the result comes in the next message:',
    '<tool_call>{"name": "tool", "arguments": {"argument": "value"}}</tool_call>',
    'Tools (? marks optional arguments):',
    ...lines,
  ].join('\n');
}

function argumentList(parameters: Record<string, unknown>): string {
  const properties = (parameters.properties ?? {}) as Record<string, { type?: unknown; items?: { properties?: Record<string, unknown> }; enum?: unknown[] }>;
  const required = new Set(Array.isArray(parameters.required) ? parameters.required : []);
  return Object.entries(properties)
    .map(([name, shape]) => `${name}${required.has(name) ? '' : '?'}${describeType(shape)}`)
    .join(', ');
}

function describeType(shape: { type?: unknown; items?: { properties?: Record<string, unknown> }; enum?: unknown[] }): string {
  if (shape.enum) return `: ${shape.enum.join('|')}`;
  if (shape.items?.properties) return `: [{${Object.keys(shape.items.properties).join(', ')}}]`;
  return shape.type === 'string' || shape.type === undefined ? '' : `: ${String(shape.type)}`;
}

/** The history in words: calls inside the assistant's text, results as user text. Neighbouring results share one message. */
export function toTextProtocol(messages: readonly Message[]): Message[] {
  const out: Message[] = [];
  let results: string[] = [];
  const flush = (): void => {
    if (results.length > 0) out.push({ role: 'user', text: results.join('\n') });
    results = [];
  };
  for (const message of messages) {
    if (message.role === 'tool') {
      results.push(`<tool_result name="${message.name}"${message.ok ? '' : ' error="true"'}>\n${message.text}\n</tool_result>`);
      continue;
    }
    flush();
    out.push(
      message.role === 'assistant'
        ? { role: 'assistant', text: [message.text, ...message.calls.map(callText)].filter(Boolean).join('\n'), calls: [] }
        : message,
    );
  }
  flush();
  return out;
}

function callText(call: ToolCall): string {
  return `<tool_call>${JSON.stringify({ name: call.name, arguments: call.args })}</tool_call>`;
}
