import { formatDuration } from '../../../lib/duration.js';
import type { Chat } from '../chat.js';
import type { SlashCommand } from './command.js';

export const conversationCommands: readonly SlashCommand[] = [
  { name: 'clear', group: 'conversation', description: 'start a new session; the old one is kept', run: clear },
  { name: 'compact', group: 'conversation', description: 'shorten the history', run: compact },
  { name: 'context', usage: '[query]', group: 'conversation', description: 'how full the window is, or the files ranked for a query', run: context },
  { name: 'retry', group: 'conversation', description: 'ask the last question again', run: retry },
  { name: 'cost', group: 'conversation', description: 'tokens and time so far', run: cost },
  { name: 'exit', group: 'conversation', description: 'leave (also Ctrl+D)', run: (chat) => chat.leave() },
];

function clear(chat: Chat): void {
  chat.use(chat.ports.sessions.create());
  chat.screen.note('a new session');
}

async function compact(chat: Chat): Promise<void> {
  if (chat.session.messages.length === 0) return chat.screen.note('there is nothing to shorten yet');
  let done = false;
  chat.screen.wait('shortening the history');
  await chat.stoppable(async (signal) => {
    for await (const event of chat.ports.compact(chat.session, signal)) {
      if (event.type === 'compacted' && event.tokens_after < event.tokens_before) {
        done = true;
        const { lastResult } = chat;
        if (lastResult) chat.lastResult = { ...lastResult, context: { ...lastResult.context, used: event.tokens_after } };
        chat.screen.note(`history shortened from ${event.tokens_before} to ${event.tokens_after} tokens`);
      }
      if (event.type === 'notice') chat.screen.note(chat.screen.clean(event.text));
    }
  });
  if (!done) chat.screen.note('the history is short enough: nothing to shorten');
}

async function context(chat: Chat, query: string): Promise<void> {
  if (query !== '') return void (await chat.ports.subcommand(['context', '--', query]));
  const { lastResult, screen } = chat;
  if (!lastResult) return screen.note(`window of ${chat.ports.model.window()} tokens; nothing was asked yet`);
  const { used, limit, files } = lastResult.context;
  screen.note(`${used} of ${limit} tokens used (${limit > 0 ? Math.round((used / limit) * 100) : 0} %)`);
  for (const file of files) screen.note(`  ${screen.clean(file.path)}  ${file.tokens} tokens  ${screen.theme.dim(screen.clean(file.reasons.join(', ')))}`);
}

function retry(chat: Chat): void {
  chat.again = chat.takeBackQuestion();
  if (chat.again === undefined) chat.screen.note('there is no question to ask again');
}

function cost(chat: Chat): void {
  const { input, output, ms, runs } = chat.totals;
  chat.screen.note(
    `${runs} ${runs === 1 ? 'question' : 'questions'} · ${input} tokens read · ${output} written · ${formatDuration(ms)} · local models cost nothing`,
  );
  const { usage } = chat.session;
  chat.screen.note(`this session in all: ${usage.input_tokens} read, ${usage.output_tokens} written`);
}
