import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type {
  AgentContext,
  ContentBlock,
  RequestPermissionRequest,
  RequestPermissionResponse,
  SessionModeState,
  ToolCallContent,
} from '@agentclientprotocol/sdk';
import { isOCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { RunResult } from '../contract/result.js';
import { type ApprovalAnswer, type ApprovalRequest, type Approver, PERMISSION_MODES, type PermissionMode } from '../contract/security.js';
import type { Session, SessionSummary } from '../contract/session.js';
import { kindOf, replayOf, stopReasonOf, titleOf, updateOf } from './acp-updates.js';

/** What the ACP face needs of the rest; `cli/compose-acp.ts` wires it. */
export interface AcpPorts {
  version: string;
  /** A session in this folder: a new one, or that of the id. Throws OCodeError. */
  open(cwd: string, approver: Approver, id?: string): Promise<AcpSession>;
  list(cwd: string | undefined): Promise<SessionSummary[]>;
}

export interface AcpSession {
  session: Session;
  process(query: string, signal: AbortSignal): AsyncIterable<EngineEvent>;
  mode: { current(): PermissionMode; use(mode: PermissionMode): void };
  close(): Promise<void>;
}

interface Live extends AcpSession {
  running?: AbortController;
  /** Calls that were asked for and are not done, to tie an approval to its call. */
  calls: Map<string, { name: string; args: string }>;
}

/** The Agent Client Protocol over stdin and stdout, until the editor closes them. */
export async function runAcp(ports: AcpPorts): Promise<void> {
  const acp = await import('@agentclientprotocol/sdk');
  const sessions = new Map<string, Live>();

  const open = async (client: AgentContext, cwd: string, id?: string): Promise<Live> => {
    const ref: { live?: Live } = {};
    const approver: Approver = { ask: (request, signal) => askEditor(client, ref.live, cwd, request, signal) };
    try {
      ref.live = { ...(await ports.open(cwd, approver, id)), calls: new Map() };
    } catch (error) {
      if (isOCodeError(error)) throw acp.RequestError.invalidParams({ message: error.message, hint: error.hint }, error.message);
      throw error;
    }
    sessions.set(ref.live.session.session_id, ref.live);
    return ref.live;
  };
  const find = (id: string): Live => {
    const live = sessions.get(id);
    if (!live) throw acp.RequestError.invalidParams({ sessionId: id }, `there is no session ${id}`);
    return live;
  };

  const agent = acp
    .agent()
    .onRequest('initialize', () => ({
      protocolVersion: acp.PROTOCOL_VERSION,
      agentInfo: { name: 'ocode', version: ports.version },
      agentCapabilities: { loadSession: true, promptCapabilities: { embeddedContext: true }, sessionCapabilities: { list: {} } },
      authMethods: [],
    }))
    .onRequest('session/new', async ({ params, client }) => {
      const live = await open(client, params.cwd);
      return { sessionId: live.session.session_id, modes: modesOf(live) };
    })
    .onRequest('session/load', async ({ params, client }) => {
      const live = await open(client, params.cwd, params.sessionId);
      for (const message of live.session.messages) {
        for (const update of replayOf(message)) await client.notify('session/update', { sessionId: params.sessionId, update });
      }
      return { modes: modesOf(live) };
    })
    .onRequest('session/list', async ({ params }) => ({
      sessions: (await ports.list(params.cwd ?? undefined)).map(({ session_id, cwd, title, updated_at }) => ({
        sessionId: session_id,
        cwd,
        title,
        updatedAt: updated_at,
      })),
    }))
    .onRequest('session/set_mode', ({ params }) => {
      const mode = PERMISSION_MODES.find((each) => each === params.modeId);
      if (!mode) throw acp.RequestError.invalidParams({ modeId: params.modeId }, `there is no mode ${params.modeId}`);
      find(params.sessionId).mode.use(mode);
      return {};
    })
    .onRequest('session/prompt', async ({ params, client, signal }) => {
      const live = find(params.sessionId);
      if (live.running) throw acp.RequestError.invalidRequest({ sessionId: params.sessionId }, 'this session is answering already');
      const running = new AbortController();
      live.running = running;
      const withdraw = (): void => running.abort(new Error('the request was withdrawn'));
      signal.addEventListener('abort', withdraw, { once: true });
      try {
        const result = await answer(client, live, params.prompt.map(textOf).join('\n\n'), running.signal);
        if (result.error && stopReasonOf(result) === 'refusal') {
          const { message, hint, code } = result.error;
          throw acp.RequestError.internalError({ code, hint }, hint ? `${message} — ${hint}` : message);
        }
        return { stopReason: stopReasonOf(result) };
      } finally {
        signal.removeEventListener('abort', withdraw);
        delete live.running;
        live.calls.clear();
      }
    })
    .onNotification('session/cancel', ({ params }) => sessions.get(params.sessionId)?.running?.abort(new Error('cancelled by the editor')));

  const connection = agent.connect(acp.ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>));
  try {
    await connection.closed;
  } finally {
    for (const live of sessions.values()) {
      live.running?.abort(new Error('the editor left'));
      await live.close();
    }
  }
}

async function answer(client: AgentContext, live: Live, query: string, signal: AbortSignal): Promise<RunResult> {
  for await (const event of live.process(query, signal)) {
    if (event.type === 'tool_requested') live.calls.set(event.call.id, { name: event.call.name, args: JSON.stringify(event.call.args) });
    if (event.type === 'tool_finished') live.calls.delete(event.call_id);
    const update = updateOf(event);
    if (update) await client.notify('session/update', { sessionId: live.session.session_id, update });
    if (event.type === 'run_finished') return event.result;
  }
  throw new Error('the run ended without a result');
}

const OPTIONS = [
  { optionId: 'allow_once', name: 'Yes', kind: 'allow_once' },
  { optionId: 'allow_session', name: 'Always in this session', kind: 'allow_always' },
  { optionId: 'reject', name: 'No', kind: 'reject_once' },
] as const;

/** An editor that answers nothing, or goes away, says no. */
async function askEditor(client: AgentContext, live: Live | undefined, cwd: string, request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalAnswer> {
  if (!live) return { answer: 'reject' };
  const args = JSON.stringify(request.args);
  const calls = [...live.calls];
  const call = calls.find(([, each]) => each.args === args) ?? calls.find(([, each]) => each.name === request.tool) ?? calls.at(-1);
  const question: RequestPermissionRequest = {
    sessionId: live.session.session_id,
    toolCall: {
      toolCallId: call?.[0] ?? `approval-${Date.now()}`,
      title: request.command ?? titleOf(request.tool, request.args),
      kind: kindOf(request.tool),
      status: 'pending',
      content: await contentOf(request, cwd),
      rawInput: request.args,
    },
    options: OPTIONS.map((option) => ({ ...option, name: option.kind === 'allow_always' ? `${option.name}: ${request.scope}` : option.name })),
  };
  const response: RequestPermissionResponse = await client.request('session/request_permission', question);
  if (signal.aborted || response.outcome.outcome !== 'selected') return { answer: 'reject' };
  const { optionId } = response.outcome;
  return { answer: OPTIONS.find((option) => option.optionId === optionId)?.optionId ?? 'reject' };
}

async function contentOf(request: ApprovalRequest, cwd: string): Promise<ToolCallContent[]> {
  const reason: ToolCallContent = { type: 'content', content: { type: 'text', text: request.reason } };
  if (!request.proposed) return [reason];
  const path = resolve(cwd, request.proposed.path);
  const oldText = await readFile(path, 'utf8').catch(() => null);
  return [reason, { type: 'diff', path, oldText, newText: request.proposed.text }];
}

function textOf(block: ContentBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'resource_link') return `@${block.uri.replace(/^file:\/\//, '')}`;
  if (block.type === 'resource' && 'text' in block.resource) return `<file path="${block.resource.uri}">\n${block.resource.text}\n</file>`;
  return '';
}

function modesOf(live: Live): SessionModeState {
  return { currentModeId: live.mode.current(), availableModes: PERMISSION_MODES.map((id) => ({ id, name: id })) };
}
