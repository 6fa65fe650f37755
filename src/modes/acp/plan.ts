import type { SessionUpdate } from '@agentclientprotocol/sdk';
import type { ToolView } from './ports.js';

const STATUS = { todo: 'pending', doing: 'in_progress', done: 'completed' } as const;

/** The todo list a call of the `plan` tool writes; undefined for other calls and for one that only looks at it. */
export function planOf({ name, args }: ToolView): SessionUpdate | undefined {
  if (name !== 'plan' || !Array.isArray(args.items)) return undefined;
  return {
    sessionUpdate: 'plan',
    entries: args.items.map((item: { text?: unknown; state?: unknown }) => ({
      content: String(item.text),
      priority: 'medium',
      status: STATUS[item.state as keyof typeof STATUS] ?? 'pending',
    })),
  };
}
