import type { ChatOptions, ChatRequest, ThinkLevel, ToolSpec } from '../../contract/chat.js';
import type { Message } from '../../contract/message.js';

/** Families that take `low | medium | high` instead of yes and no; the others refuse a level. By name, so that a session's requests never differ. */
const TAKES_LEVELS = /gpt-?oss/i;

/**
 * The body of POST /api/chat. The same request gives the same bytes: keys stand in one order and nothing depends on time or chance.
 * `truncate` and `shift` are off, else the server drops old messages without a word.
 */
export function chatBody(request: ChatRequest): string {
  const { model, options } = request;
  return JSON.stringify({
    model,
    messages: request.messages.map(toWire),
    ...(request.tools.length > 0 ? { tools: request.tools.map(toolToWire) } : {}),
    stream: true,
    ...(request.format ? { format: request.format } : {}),
    options: {
      num_ctx: options.numCtx,
      num_predict: options.numPredict,
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
      ...(options.topP === undefined ? {} : { top_p: options.topP }),
    },
    keep_alive: options.keepAlive,
    ...thinking(model, options),
    truncate: false,
    shift: false,
  });
}

function toWire(message: Message): Record<string, unknown> {
  if (message.role === 'tool') return { role: 'tool', content: message.text, tool_name: message.name, tool_call_id: message.callId };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  return {
    role: 'assistant',
    content: message.text,
    ...(message.thinking ? { thinking: message.thinking } : {}),
    ...(message.calls.length > 0 ? { tool_calls: message.calls.map(({ id, name, args }) => ({ id, function: { name, arguments: args } })) } : {}),
  };
}

function toolToWire({ name, description, parameters }: ToolSpec): Record<string, unknown> {
  return { type: 'function', function: { name, description, parameters } };
}

function thinking(model: string, { think }: ChatOptions): { think?: boolean | ThinkLevel } {
  if (think === undefined) return {};
  if (think === 'off') return { think: false };
  return { think: TAKES_LEVELS.test(model) ? think : true };
}
