import type { CreateMessageRequest, CreateMessageResult } from '@modelcontextprotocol/sdk/types.js';
import { sliceWhole } from '../lib/truncate.js';
import { label } from './describe.js';

/** What a server wants of our model: text only, without tools and without our conversation. */
export interface SamplingRequest {
  server: string;
  system?: string;
  messages: Array<{ role: 'user' | 'assistant'; text: string }>;
  /** Of the answer, in tokens. */
  maxTokens: number;
  /** The answer ends before the first of these. */
  stop: string[];
}

export interface SampledAnswer {
  model: string;
  text: string;
  stopReason: 'endTurn' | 'stopSequence' | 'maxTokens';
  /** In tokens; unknown for an answer that was cut. */
  usage?: { input_tokens: number; output_tokens: number };
}

/** Asks the model. Absent: there is none. Throws an Error whose message may go to the server. */
export type Sample = (request: SamplingRequest, signal: AbortSignal) => Promise<SampledAnswer>;

/** Shows a request to the person. Absent: nobody is there. `session`: this server need not ask again in this run. */
export type ApproveSampling = (request: SamplingRequest, signal: AbortSignal) => Promise<'once' | 'session' | 'no'>;

/** `off` (default): the server is told that there is no model. `ask`: the person says yes or no; without one it is `off`. `allow`: within the limits. */
export const SAMPLING_MODES = ['off', 'ask', 'allow'] as const;
export type SamplingMode = (typeof SAMPLING_MODES)[number];

/** For one server and one run: a server can neither keep the model busy nor fill its window. */
const MOST_REQUESTS = 10;
const MOST_TOKENS = 2_000;
const MOST_CHARACTERS = 24_000;
const MOST_MESSAGES = 50;

export interface SamplerPorts {
  sample?: Sample | undefined;
  approve?: ApproveSampling | undefined;
  notice(text: string): void;
}

/** Answers `sampling/createMessage` of one server; undefined when it must not be offered at all. Refusals are thrown, with words for the server. */
export function createSampler(server: string, mode: SamplingMode, ports: SamplerPorts) {
  const { sample, approve } = ports;
  if (mode === 'off' || !sample || (mode === 'ask' && !approve)) return undefined;
  let count = 0;
  let allowed = mode === 'allow';
  let last: Promise<unknown> = Promise.resolve();

  const answer = async (params: CreateMessageRequest['params'], signal: AbortSignal): Promise<CreateMessageResult> => {
    signal.throwIfAborted();
    const request = readRequest(server, params);
    count += 1;
    if (count > MOST_REQUESTS) throw new Error(`no more than ${MOST_REQUESTS} requests in one run`);
    if (!allowed) {
      const said = approve ? await approve(request, signal) : 'no';
      if (said === 'no') throw new Error('the person said no');
      allowed = said === 'session';
    }
    const { text, model, stopReason, usage } = await sample(request, signal);
    const tokens = usage ? `${usage.input_tokens} tokens in, ${usage.output_tokens} out` : 'tokens not counted';
    ports.notice(`it asked the model (${tokens}; ${count} of ${MOST_REQUESTS})`);
    return { role: 'assistant', model, stopReason, content: { type: 'text', text } };
  };
  return (params: CreateMessageRequest['params'], signal: AbortSignal): Promise<CreateMessageResult> => {
    // One at a time: the model has one place, and a person reads one question.
    const mine = last.then(() => answer(params, signal));
    last = mine.catch(() => {});
    return mine;
  };
}

/** Throws what is wrong with the request, in words for the server. */
function readRequest(server: string, params: CreateMessageRequest['params']): SamplingRequest {
  if (params.tools?.length || params.toolChoice) throw new Error('tools are not offered to requests of servers');
  if (params.messages.length === 0) throw new Error('there is no message');
  if (params.messages.length > MOST_MESSAGES) throw new Error(`more than ${MOST_MESSAGES} messages`);
  const messages = params.messages.map(({ role, content }) => ({ role, text: [content].flat().map(textOf).join('\n') }));
  const system = params.systemPrompt;
  const size = messages.reduce((sum, { text }) => sum + text.length, system?.length ?? 0);
  if (size > MOST_CHARACTERS) throw new Error(`longer than ${MOST_CHARACTERS} characters`);
  return {
    server,
    ...(system ? { system } : {}),
    messages,
    maxTokens: Math.min(MOST_TOKENS, Math.max(1, params.maxTokens)),
    stop: (params.stopSequences ?? []).filter((text) => text !== '').slice(0, 8),
  };
}

function textOf(content: { type: string; text?: unknown }): string {
  if (content.type === 'text' && typeof content.text === 'string') return content.text;
  throw new Error(`only text is taken, not ${label(content.type, 40)}`);
}

/** The answer so far: cut where the request says so, and whether that is the end of it. `most`: characters. */
export function cutAnswer(text: string, stop: readonly string[], most: number): { text: string; ended?: SampledAnswer['stopReason'] } {
  const found = stop.map((each) => text.indexOf(each)).filter((at) => at >= 0);
  const at = Math.min(...found);
  if (found.length > 0 && at <= most) return { text: text.slice(0, at), ended: 'stopSequence' };
  return text.length > most ? { text: sliceWhole(text, most), ended: 'maxTokens' } : { text };
}
