import type { CustomCommand } from '../config/custom-commands.js';
import { OCodeError } from '../contract/error.js';
import { promptArguments } from '../modes/chat/commands/prompt-arguments.js';
import { attachNamed, attachResources } from './attach.js';
import type { Workbench } from './compose.js';
import { commandText } from './custom-commands.js';

/**
 * What a one-shot question that names things means: a custom command or a prompt of an MCP server with its arguments, and
 * the resources it mentions. Needed only where there is a `/` at its start or an `@` in it.
 */
export async function namedQuestion(
  bench: Workbench,
  asked: string,
  named: { command?: CustomCommand; args: string } | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (named?.command) return told(bench, await attachNamed(await commandText(named.command, named.args), bench, signal));
  return (await serverPrompt(bench, asked, signal)) ?? told(bench, await attachResources(asked, bench, signal));
}

/** `/server:prompt args`; undefined when there is no such server. */
async function serverPrompt({ mcp }: Workbench, asked: string, signal: AbortSignal): Promise<string | undefined> {
  const [, server = '', name = '', args = ''] = /^\/([^\s:/]+):(\S+)\s*([\s\S]*)$/.exec(asked) ?? [];
  if (!mcp.names().includes(server)) return undefined;
  await mcp.connect(server, signal).catch((error: Error) => {
    throw new OCodeError('usage', error.message, { cause: error, hint: `ocode mcp test ${server} shows more` });
  });
  const prompts = await mcp.listPrompts(signal, server);
  const prompt = prompts.find((each) => each.name === name);
  if (!prompt)
    throw new OCodeError('usage', `the server ${server} has no prompt ${name}`, { hint: `it has: ${prompts.map((each) => each.name).join(', ') || 'none'}` });
  const given = promptArguments(prompt, args);
  if ('missing' in given)
    throw new OCodeError('usage', `/${server}:${name} needs ${given.missing.join(', ')}`, { hint: `/${server}:${name} <${given.missing.join('> <')}>` });
  return mcp.getPrompt(server, name, given.values, signal).catch((error: Error) => {
    throw new OCodeError('usage', `/${server}:${name}: ${error.message}`, { cause: error });
  });
}

function told(bench: Workbench, { text, problems }: { text: string; problems: string[] }): string {
  bench.warnings.push(...problems);
  return text;
}
