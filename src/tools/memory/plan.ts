import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';
import { writeFileAtomic } from '../../lib/atomic-file.js';

const STATES = ['todo', 'doing', 'done'] as const;
const item = () => z.object({ text: z.string().trim().min(1), state: z.enum(STATES).default('todo') });
const items = () => z.array(item()).max(50);
type Item = z.output<ReturnType<typeof item>>;

const MARKS: Record<Item['state'], string> = { todo: '[ ]', doing: '[~]', done: '[x]' };

/** `plan`: the session's todo list, in its state file, shown whole in every result so that it stays in view. */
export const plan = defineTool({
  name: 'plan',
  description: 'Write the whole todo list; without items, show it.',
  input: () => z.object({ items: items().optional() }),
  set: 'memory',
  kind: 'think',
  aliases: ['todo', 'todo_write', 'todo_read', 'update_plan', 'write_todos'],
  argAliases: { todos: 'items', steps: 'items', plan: 'items', tasks: 'items' },
  coerce: (raw) => (Array.isArray(raw.items) ? { ...raw, items: raw.items.map(toItem) } : raw),
  async run(args, context) {
    const file = join(context.stateDir, 'plans', `${context.sessionId.replace(/[^\w-]/g, '_')}.json`);
    const list = args.items ?? (await load(file));
    if (args.items) {
      // A state folder that cannot be written loses the list after this session, not now.
      await writeFileAtomic(file, `${JSON.stringify(list, undefined, 2)}\n`).catch(() => {});
    }
    const done = list.filter(({ state }) => state === 'done').length;
    const lines = list.map(({ text, state }, index) => `${index + 1}. ${MARKS[state]} ${text}`);
    return { text: list.length === 0 ? 'The plan is empty.' : [`Plan (${done} of ${list.length} done):`, ...lines].join('\n'), data: list };
  },
});

async function load(file: string): Promise<Item[]> {
  try {
    return items().parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return [];
  }
}

const STATE_WORDS: Record<string, Item['state']> = {
  pending: 'todo',
  open: 'todo',
  in_progress: 'doing',
  active: 'doing',
  completed: 'done',
  complete: 'done',
  finished: 'done',
};

/** Plain strings, check marks and the words other todo tools use. */
function toItem(raw: unknown): unknown {
  if (typeof raw === 'string') {
    const match = /^\s*(?:[-*]|\d+[.)])?\s*(?:\[([ xX~])\])?\s*([\s\S]*)$/.exec(raw);
    const state = match?.[1] === undefined || match[1] === ' ' ? 'todo' : match[1] === '~' ? 'doing' : 'done';
    return { text: match?.[2] ?? raw, state };
  }
  if (typeof raw !== 'object' || raw === null) return raw;
  const given = raw as Record<string, unknown>;
  const written = given.state ?? given.status ?? (given.done === true ? 'done' : 'todo');
  return { text: given.text ?? given.content ?? given.task ?? given.title ?? given.step ?? given.description, state: STATE_WORDS[String(written)] ?? written };
}
