import type { Settings } from '../config/defaults.js';
import type { Approver } from '../contract/security.js';
import { type ApproveSampling, cutAnswer, type Sample, type SampledAnswer } from '../mcp/index.js';
import type { Provider } from '../providers/index.js';
import { chooseModel } from './choose-model.js';
import type { ModelStore } from './model-store.js';

/**
 * The model of the settings for MCP servers that may ask it. The options are those of every request, so that the server of
 * the model need not load it anew; the answer is cut here.
 */
export function sampleModel({ settings, store, provider }: { settings: Settings; store: ModelStore; provider(): Promise<Provider> }): Sample {
  return async ({ system, messages, maxTokens, stop }, signal) => {
    const { client } = await provider();
    const { profile } = await chooseModel({ client, settings, store, signal });
    const enough = new AbortController();
    const most = Math.floor(maxTokens * profile.charsPerToken);
    let usage: SampledAnswer['usage'];
    let said = '';
    let cut = cutAnswer(said, stop, most);
    let reason: 'endTurn' | 'maxTokens' = 'endTurn';
    const request = {
      model: profile.name,
      messages: [
        ...(system === undefined ? [] : [{ role: 'system' as const, text: system }]),
        ...messages.map(({ role, text }) => (role === 'user' ? { role, text } : { role, text, calls: [] })),
      ],
      tools: [],
      options: profile.options,
    };
    for await (const delta of client.chat(request, AbortSignal.any([signal, enough.signal]))) {
      if (delta.type === 'done') {
        usage = delta.usage;
        if (delta.reason === 'length') reason = 'maxTokens';
      }
      if (delta.type !== 'text') continue;
      said += delta.text;
      cut = cutAnswer(said, stop, most);
      if (cut.ended) break;
    }
    enough.abort();
    return { model: profile.name, text: cut.text, stopReason: cut.ended ?? reason, ...(usage ? { usage } : {}) };
  };
}

/** Puts the request of a server before the person who is asked about tools, whole. */
export function approveSampling(approver: Approver): ApproveSampling {
  return async ({ server, system, messages, maxTokens }, signal) => {
    const { answer } = await approver.ask(
      {
        tool: `mcp ${server}`,
        args: { ...(system === undefined ? {} : { system }), messages: messages.map(({ role, text }) => `${role}: ${text}`), max_tokens: maxTokens },
        reason: `the MCP server ${server} wants to ask your model`,
        scope: `${server}, for this session`,
      },
      signal,
    );
    if (answer === 'allow_session') return 'session';
    return answer === 'allow_once' ? 'once' : 'no';
  };
}
