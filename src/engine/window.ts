import type { ToolSpec } from '../contract/chat.js';
import type { Message } from '../contract/message.js';

/** Characters of a request as the model reads it: texts, calls and tool descriptions, plus a little for each message's frame. */
export function requestChars(messages: readonly Message[], tools: readonly ToolSpec[]): number {
  const frame = 16;
  const toolChars = tools.length > 0 ? JSON.stringify(tools).length : 0;
  return messages.reduce((sum, message) => sum + messageChars(message) + frame, toolChars);
}

function messageChars(message: Message): number {
  const calls = message.role === 'assistant' && message.calls.length > 0 ? JSON.stringify(message.calls.map(({ name, args }) => ({ name, args }))).length : 0;
  const thinking = message.role === 'assistant' ? (message.thinking?.length ?? 0) : 0;
  return message.text.length + calls + thinking;
}

/** Share of the old value that one new measurement leaves; new models settle in a few answers. */
const MEMORY = 0.5;

/** A new estimate of characters per token after an answer told how many tokens the prompt had. Figures that no tokenizer gives (a prompt that was partly in the cache) are ignored. */
export function calibrate(charsPerToken: number, chars: number, promptTokens: number): number {
  const measured = promptTokens > 0 ? chars / promptTokens : 0;
  if (measured < 1.2 || measured > 8) return charsPerToken;
  return charsPerToken * MEMORY + measured * (1 - MEMORY);
}

/**
 * True when the server counted far fewer tokens than we sent: it cut the prompt (or ignores num_ctx). Some versions leave out
 * what they had in the cache; so a count that is about what was `added` since the last request tells nothing.
 */
export function looksCut(estimatedTokens: number, promptTokens: number, added: number): boolean {
  const few = promptTokens > 0 && estimatedTokens > 1500 && promptTokens < estimatedTokens * 0.55;
  return few && (added >= estimatedTokens || promptTokens > Math.max(0, added) * 1.6 + 300);
}

/** Characters one tool result may have: a share of the window, so that several results fit. */
export function resultBudget(windowTokens: number, charsPerToken: number): number {
  return Math.round(Math.min(60_000, Math.max(2_000, windowTokens * 0.22 * charsPerToken)));
}
