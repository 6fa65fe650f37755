import { z } from 'zod';
import type { ChatClient } from '../../src/contract/chat.js';
import type { EngineEvent } from '../../src/contract/event.js';
import type { RunResult } from '../../src/contract/result.js';
import type { Session } from '../../src/contract/session.js';
import { defineTool } from '../../src/contract/tool.js';
import { OCodeEngine } from '../../src/engine/engine.js';
import type { EngineParts } from '../../src/engine/parts.js';
import { createTextCallReader } from '../../src/providers/text-calls/index.js';
import { createRegistry } from '../../src/tools/registry.js';
import { toolContext } from '../support/tool-context.js';

/** A tool whose result is as long as it is asked to be. */
const lines = defineTool({
  name: 'lines',
  description: 'Lines of text.',
  input: z.object({ path: z.string(), count: z.number() }),
  set: 'core',
  kind: 'read',
  run: async ({ path, count }) => ({ text: Array.from({ length: count }, (_, n) => `${path} line ${n} lorem ipsum dolor`).join('\n') }),
});

/** An engine over a scripted model and one tool, with a small window. */
export function engineParts(root: string, client: ChatClient, changes: Partial<EngineParts> = {}): EngineParts {
  const tools = createRegistry({ tools: [lines] });
  let ids = 0;
  return {
    client,
    model: { name: 'scripted', provider: 'scripted', options: { numCtx: 8192, numPredict: 1024, keepAlive: '30m' }, toolMode: 'native', charsPerToken: 3.6 },
    tools,
    security: { decide: async () => ({ verdict: 'allow', reason: 'test' }), grant: () => {}, taint: () => {} },
    sessions: { save: async () => ({}) },
    context: { build: async () => ({ text: '', tokens: 0, files: [], notices: [] }) } as unknown as EngineParts['context'],
    createReader: (accept) => createTextCallReader({ accept, isKnownName: (name) => tools.find(name) !== undefined, newId: () => `t${++ids}` }),
    toolContext: toolContext(root),
    facts: async () => 'Today is a test day.',
    limits: { maxTurns: 50, maxToolCalls: 200, timeout: 0, concurrency: 4, toolTimeout: 20_000 },
    prompt: { contextBudget: 0 },
    permissionMode: 'default',
    strict: false,
    dryRun: false,
    takeNotices: () => [],
    ...changes,
  };
}

export function newSession(cwd: string): Session {
  const now = new Date(0).toISOString();
  return {
    schema_version: 1,
    session_id: 's1',
    title: '',
    created_at: now,
    updated_at: now,
    cwd,
    model: 'scripted',
    provider: 'scripted',
    turns: 0,
    messages: [],
    usage: { input_tokens: 0, output_tokens: 0 },
  };
}

export async function run(
  parts: EngineParts,
  query: string,
  session: Session,
  signal = new AbortController().signal,
): Promise<{ events: EngineEvent[]; result: RunResult }> {
  const events: EngineEvent[] = [];
  for await (const event of new OCodeEngine(parts).process(query, session, signal)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'run_finished') throw new Error('no result');
  return { events, result: last.result };
}
