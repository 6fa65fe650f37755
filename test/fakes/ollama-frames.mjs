// What one answer looks like on the wire: steps of a scripted turn become lines of Ollama's NDJSON or events of OpenAI's SSE.

/** @typedef {import('./ollama-server.mjs').Step} Step @typedef {import('./ollama-server.mjs').Turn} Turn */

const MILLISECOND = 1_000_000;

/** The steps of a turn, whichever way it was written. @param {Exclude<Turn, Function>} turn @returns {Step[]} */
export function toSteps(turn) {
  if (Array.isArray(turn)) return turn;
  const { text = '', thinking, calls, reason, usage, status, body, headers } = typeof turn === 'string' ? { text: turn } : turn;
  if (status !== undefined) return [{ status, body, headers }];
  return [
    ...(thinking ? words(thinking).map((piece) => ({ thinking: piece })) : []),
    ...words(text).map((piece) => ({ text: piece })),
    ...(calls?.length ? [{ calls }] : []),
    { done: { reason, ...usage } },
  ];
}

/** Pieces as a model writes them: a word with the space before it. @param {string} text */
function words(text) {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/**
 * @param {string} model
 * @param {{ prompt: number, answer: number }} counts tokens of the request, as this server counts; which answer of this server it is
 */
export function ollamaFrames(model, counts) {
  let written = 0;
  let calls = 0;
  /** @param {object} message @param {object} [rest] */
  const frame = (message, rest = { done: false }) =>
    `${JSON.stringify({ model, created_at: '2026-08-01T10:00:00.000000000Z', message: { role: 'assistant', content: '', ...message }, ...rest })}\n`;
  return {
    contentType: 'application/x-ndjson',
    /** @param {Step} step */
    encode(step) {
      if ('text' in step || 'thinking' in step) written++;
      if ('line' in step) return `${step.line}\n`;
      if ('error' in step) return `${JSON.stringify({ error: step.error })}\n`;
      if ('text' in step) return frame({ content: step.text });
      if ('thinking' in step) return frame({ thinking: step.thinking });
      if ('calls' in step) return frame({ tool_calls: step.calls.map((call) => ollamaCall(call, calls++, counts.answer)) });
      if (!('done' in step)) return '';
      const { reason = 'stop', prompt = counts.prompt, output = Math.max(1, written), loadMs = 0, promptMs = 100, outputMs = 200 } = step.done;
      return frame(
        {},
        {
          done: true,
          done_reason: reason,
          total_duration: (loadMs + promptMs + outputMs) * MILLISECOND,
          load_duration: loadMs * MILLISECOND,
          prompt_eval_count: prompt,
          prompt_eval_duration: promptMs * MILLISECOND,
          eval_count: output,
          eval_duration: outputMs * MILLISECOND,
        },
      );
    },
  };
}

/** @param {import('./ollama-server.mjs').ScriptedCall} call @param {number} index @param {number} answer */
function ollamaCall(call, index, answer) {
  const { id = `call_${answer}_${index}`, name, args = {} } = call;
  return { ...(id ? { id } : {}), function: { index, name, arguments: args } };
}

/**
 * @param {string} model
 * @param {{ prompt: number, answer: number }} counts
 * @param {boolean} wantsUsage
 */
export function openaiFrames(model, counts, wantsUsage) {
  let written = 0;
  let calls = 0;
  /** @param {unknown} value */
  const event = (value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
  /** @param {object} delta @param {string | null} [finish] */
  const chunk = (delta, finish = null) =>
    event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] });
  return {
    contentType: 'text/event-stream',
    /** @param {Step} step */
    encode(step) {
      if ('text' in step || 'thinking' in step) written++;
      if ('line' in step) return `data: ${step.line}\n\n`;
      if ('error' in step) return event({ error: { message: step.error, type: 'server_error' } });
      if ('text' in step) return chunk({ content: step.text });
      if ('thinking' in step) return chunk({ reasoning_content: step.thinking });
      if ('calls' in step) return step.calls.map((call) => openaiCall(call, calls++, counts.answer, chunk)).join('');
      if (!('done' in step)) return '';
      const { reason = 'stop', prompt = counts.prompt, output = Math.max(1, written) } = step.done;
      const usage = { prompt_tokens: prompt, completion_tokens: output, total_tokens: prompt + output };
      const finish = reason === 'stop' && calls > 0 ? 'tool_calls' : reason;
      return chunk({}, finish) + (wantsUsage ? event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model, choices: [], usage }) : '') + event('[DONE]');
    },
  };
}

/**
 * A call in pieces: its head, then its arguments in three parts.
 * @param {import('./ollama-server.mjs').ScriptedCall} call @param {number} index @param {number} answer @param {(delta: object) => string} chunk
 */
function openaiCall(call, index, answer, chunk) {
  const { id = `call_${answer}_${index}`, name, args = {} } = call;
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  const third = Math.ceil(text.length / 3) || 1;
  const parts = [text.slice(0, third), text.slice(third, 2 * third), text.slice(2 * third)];
  const head = { index, ...(id ? { id } : {}), type: 'function', function: { name, arguments: '' } };
  return [chunk({ tool_calls: [head] }), ...parts.map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] }))].join('');
}
