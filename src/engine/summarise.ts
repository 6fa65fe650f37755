import type { Message } from '../contract/message.js';
import { oneLine, sliceWhole } from '../lib/truncate.js';
import { ask } from './ask.js';
import type { Run } from './run.js';

const INSTRUCTION =
  'You shorten conversations between a person and a coding assistant. Write a summary of at most 250 words: what the person wants, what was found (files, lines, names), what was changed, what is still to do. Only facts from the conversation.';

/** Share of the window the conversation that is summarised may fill. */
const ROOM = 0.6;

/**
 * One message in place of old turns: the first question word for word, and a summary by the summary model (or, when that
 * fails, the list of questions and answers in short).
 */
export async function summarise(run: Run, old: readonly Message[]): Promise<Message> {
  const first = old.find((message) => message.role === 'user' && !message.auto)?.text ?? '';
  const summary = (await askForSummary(run, old)) || digest(old);
  const text = `The conversation so far, shortened.\n\nFirst question:\n${lastPart(first)}\n\nSummary:\n${summary}`;
  return { role: 'user', text, auto: true };
}

async function askForSummary(run: Run, old: readonly Message[]): Promise<string | undefined> {
  const { parts } = run;
  const room = Math.floor(parts.model.options.numCtx * ROOM * parts.model.charsPerToken);
  const transcript = old.map((message) => `${message.role}: ${message.text}${callsOf(message)}`).join('\n\n');
  const asking = ask(
    { ...parts, model: { ...parts.model, toolMode: 'native' } },
    {
      model: parts.summaryModel ?? parts.model.name,
      messages: [
        { role: 'system', text: INSTRUCTION },
        {
          role: 'user',
          text: transcript.length <= room ? transcript : `${sliceWhole(transcript, Math.floor(room / 2))}\n…\n${transcript.slice(-Math.floor(room / 2))}`,
        },
      ],
      tools: [],
      options: parts.model.options,
    },
    run.signal,
    () => {},
  );
  try {
    while (true) {
      const next = await asking.next();
      if (next.done) return next.value.text.trim();
    }
  } catch {
    // A summary is a service; without it the digest has to do. An abort shows at the next request.
    return undefined;
  }
}

function callsOf(message: Message): string {
  return message.role === 'assistant' ? message.calls.map((call) => `\n[called ${call.name} ${oneLine(JSON.stringify(call.args), 200)}]`).join('') : '';
}

/** Without a model: every question and the beginning of every answer. */
function digest(old: readonly Message[]): string {
  return old
    .filter((message) => message.role !== 'tool' && message.text !== '')
    .map((message) => `- ${message.role === 'user' ? 'asked' : 'answered'}: ${oneLine(lastPart(message.text), 300)}`)
    .join('\n');
}

/** The question at the end of a first message, without the facts and files before it. */
function lastPart(text: string): string {
  return text.length <= 2000 ? text : text.slice(-2000);
}
