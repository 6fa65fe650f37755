import type { Message } from '../contract/message.js';
import { oneLine, sliceWhole } from '../lib/truncate.js';
import { ask } from './ask.js';
import type { Run } from './run.js';

const INSTRUCTION =
  'You shorten conversations between a person and a coding assistant. Write a summary of at most 250 words: what the person wants, what was found (files, lines, names), what was changed, what is still to do. Only facts from the conversation.';

/** Heads a summary inside the message. */
const SUMMARY = 'Summary:\n';

/** Share of the window the conversation that is summarised may fill. */
const ROOM = 0.6;

/** Share of the window the first question and a summary may each fill. */
const SHARE = 0.1;

/**
 * One message in place of old turns: the very first question of the session word for word, and a summary by the summary
 * model (or, when that fails, the list of questions and answers in short).
 */
export async function summarise(run: Run, old: readonly Message[]): Promise<Message> {
  const room = Math.max(1200, Math.floor(run.parts.model.options.numCtx * SHARE * run.parts.model.charsPerToken));
  const first = run.session.messages.find((message) => message.role === 'user' && !message.auto);
  const summary = (await askForSummary(run, old)) || digest(old, room);
  // While the first question itself stays, it need not be said twice.
  const opening = first && old.every((message) => message.role !== 'user') ? '' : `First question:\n${lastPart(first?.text ?? '', room)}\n\n`;
  const text = `The conversation so far, shortened.\n\n${opening}${SUMMARY}${ends(summary, room)}`;
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
          text: ends(transcript, room),
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

/** Without a model: every question and the beginning of every answer, the newest kept longest. */
function digest(old: readonly Message[], room: number): string {
  const lines = old.flatMap((message) => {
    if (message.role === 'tool' || message.text === '') return [];
    if (message.role === 'user' && message.text.includes(SUMMARY)) return [message.text.slice(message.text.indexOf(SUMMARY) + SUMMARY.length)];
    return [`- ${message.role === 'user' ? 'asked' : 'answered'}: ${oneLine(lastPart(message.text, 300), 300)}`];
  });
  return lastPart(lines.join('\n'), room);
}

/** The question at the end of a first message, without the facts and files before it. */
function lastPart(text: string, room: number): string {
  return text.length <= room ? text : text.slice(-room);
}

function ends(text: string, room: number): string {
  return text.length <= room ? text : `${sliceWhole(text, Math.floor(room / 2))}\n…\n${text.slice(-Math.floor(room / 2))}`;
}
