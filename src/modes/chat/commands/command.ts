import type { Chat } from '../chat.js';

export type Group = 'conversation' | 'sessions' | 'project' | 'settings';

/** A slash command. `usage`: its arguments, for /help. */
export interface SlashCommand {
  name: string;
  usage?: string;
  group: Group;
  description: string;
  run(chat: Chat, args: string): Promise<void> | void;
}
