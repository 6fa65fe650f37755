import type { Command } from 'commander';
import { composePrompt } from '../../engine/prompt.js';
import { cleanForTerminal } from '../../lib/sanitize.js';
import { estimateTokens } from '../../lib/tokens.js';
import type { RootOptions } from '../options.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode prompt "why does the cache miss?"     the messages that would be sent
  ocode prompt --json "…" | jq .tokens`;

export function addPromptCommand(program: Command, start: Start): void {
  program
    .command('prompt')
    .description('show the exact first request and its token counts; sends nothing to a model')
    .argument('[query...]')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((words: string[], flags: { json?: boolean }) => start((options) => showPrompt(options, words.join(' '), flags)));
}

async function showPrompt(options: RootOptions, query: string, flags: { json?: boolean }): Promise<number> {
  const { composeEngine } = await import('../compose-engine.js');
  return withWorkbench(options, async (bench) => {
    const signal = AbortSignal.timeout(60_000);
    const session = bench.sessions.create({ cwd: bench.places.cwd, model: '', provider: '' });
    const parts = await composeEngine(bench, signal, { session });
    const prompt = await composePrompt(parts, query, signal);
    const count = (text: string): number => estimateTokens(text, parts.model.charsPerToken);
    const [system, context, user] = [count(prompt.system), count(prompt.contextText), count(prompt.facts + query)];
    const tools = prompt.tools.length > 0 ? count(JSON.stringify(prompt.tools)) : 0;
    const tokens = { system, tools, context, user, total: system + tools + context + user };
    const data = { messages: prompt.messages.map(({ role, text }) => ({ role, content: text })), tools: prompt.tools, tokens };
    return printData(flags.json, data, () => [
      ...prompt.messages.flatMap((message) => [`--- ${message.role}`, cleanForTerminal(message.text)]),
      `--- tools: ${prompt.tools.map((tool) => tool.name).join(', ') || 'none'}`,
      `--- tokens: system ${system}, tools ${tools}, context ${context}, user ${user}, total ${tokens.total}`,
    ]);
  });
}
