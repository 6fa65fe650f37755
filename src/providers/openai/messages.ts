import type { ChatRequest } from '../../contract/chat.js';
import type { Message } from '../../contract/message.js';

/**
 * The body of POST /v1/chat/completions; the same request gives the same bytes. `num_ctx` and `keep_alive` do not exist here: the server was
 * started with its window.
 */
export function completionBody(request: ChatRequest): string {
  const { model, options, format } = request;
  return JSON.stringify({
    model,
    messages: request.messages.map(toWire),
    ...(request.tools.length > 0
      ? { tools: request.tools.map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters } })) }
      : {}),
    stream: true,
    stream_options: { include_usage: true },
    ...(format ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format, strict: true } } } : {}),
    ...(options.numPredict > 0 ? { max_tokens: options.numPredict } : {}),
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    ...(options.topP === undefined ? {} : { top_p: options.topP }),
    ...(options.think === undefined || options.think === 'off' ? {} : { reasoning_effort: options.think }),
  });
}

function toWire(message: Message): Record<string, unknown> {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.text };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  return {
    role: 'assistant',
    content: message.text,
    ...(message.thinking ? { reasoning_content: message.thinking } : {}),
    ...(message.calls.length > 0
      ? { tool_calls: message.calls.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: JSON.stringify(args) } })) }
      : {}),
  };
}
