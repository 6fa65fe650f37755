import type { OpenChat } from '../modes/chat/open-chat.js';
import { colorsWanted } from './colors.js';

/** Flags that leave it a conversation, and cannot be wrong by themselves. */
const PLAIN = new Set(['-c', '--continue', '--fork', '--ephemeral', '--trust', '--offline', '--no-color']);
/** Those that take a value. */
const WITH_VALUE = new Set(['-m', '--model', '-r', '--resume', '-C', '--cd', '--host', '--permission-mode']);

/** Shows the prompt at once when this command line can only be the start of a conversation; all else loads behind it. */
export async function earlyPrompt(args: readonly string[]): Promise<OpenChat | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || !isConversation(args)) return undefined;
  const { openChat } = await import('../modes/chat/open-chat.js');
  const open = openChat(process.env, colorsWanted({ color: !args.includes('--no-color') }, process.stdout));
  // Loading keeps the process busy: let the prompt out first.
  await new Promise((resolve) => setImmediate(resolve));
  return open;
}

export function isConversation(args: readonly string[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (PLAIN.has(arg)) continue;
    const value = args[++at];
    if (!WITH_VALUE.has(arg) || value === undefined || value.startsWith('-')) return false;
  }
  return true;
}
