import { Readable, Writable } from 'node:stream';
import type { AgentApp, RequestError } from '@agentclientprotocol/sdk';
import { isOCodeError } from '../../contract/error.js';
import { PERMISSION_MODES } from '../../contract/security.js';
import type { LiveSession } from './live-session.js';
import { LiveSessions } from './live-sessions.js';
import type { AcpPorts } from './ports.js';
import { readQuestion } from './question.js';

export type { AcpPorts, AcpQuestion, AcpSession, AcpStart, FileWrite } from './ports.js';

type Acp = typeof import('@agentclientprotocol/sdk');

/** The Agent Client Protocol over stdin and stdout, until the editor closes them or the signal comes. */
export async function runAcp(ports: AcpPorts, signal: AbortSignal): Promise<void> {
  const acp = await import('@agentclientprotocol/sdk');
  const sessions = new LiveSessions(ports);
  const connection = createAgent(acp, ports, sessions).connect(
    acp.ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>),
  );
  const leave = (): void => connection.close();
  signal.addEventListener('abort', leave, { once: true });
  // An editor that no longer reads is gone, whatever its other pipe does.
  process.stdout.once('error', leave);
  process.stdout.once('close', leave);
  try {
    if (signal.aborted) leave();
    await connection.closed.catch(() => {});
  } finally {
    await sessions.closeAll();
    // A pipe that somebody else still holds open would keep the process.
    process.stdin.destroy();
  }
}

function createAgent(acp: Acp, ports: AcpPorts, sessions: LiveSessions): AgentApp {
  const { refuse, find, found } = refusals(acp, sessions);
  return acp
    .agent()
    .onRequest('initialize', ({ params }) => {
      sessions.capabilities = params.clientCapabilities ?? {};
      return {
        protocolVersion: acp.PROTOCOL_VERSION,
        agentInfo: { name: 'ocode', version: ports.version },
        agentCapabilities: {
          loadSession: true,
          promptCapabilities: { embeddedContext: true },
          mcpCapabilities: { http: true, sse: true },
          sessionCapabilities: { list: {}, resume: {}, close: {}, additionalDirectories: {} },
        },
        authMethods: [],
      };
    })
    .onRequest('session/new', async ({ params, client }) => {
      const live = await sessions.open(client, params).catch((error) => Promise.reject(refuse(error)));
      return { sessionId: live.id, modes: live.modes() };
    })
    .onRequest('session/load', async ({ params, client }) => {
      const live = await found(params.sessionId, sessions.open(client, params));
      await live.replay();
      return { modes: live.modes() };
    })
    .onRequest('session/resume', async ({ params, client }) => {
      const live = await found(params.sessionId, sessions.open(client, { ...params, mcpServers: params.mcpServers ?? [] }));
      return { modes: live.modes() };
    })
    .onRequest('session/close', async ({ params }) => {
      find(params.sessionId);
      await sessions.close(params.sessionId);
      return {};
    })
    .onRequest('session/list', async ({ params }) => {
      const summaries = await sessions.list(params.cwd ?? undefined).catch((error) => Promise.reject(refuse(error)));
      return { sessions: summaries.map(({ session_id, cwd, title, updated_at }) => ({ sessionId: session_id, cwd, title, updatedAt: updated_at })) };
    })
    .onRequest('session/set_mode', ({ params }) => {
      const mode = PERMISSION_MODES.find((each) => each === params.modeId);
      if (!mode) throw acp.RequestError.invalidParams({ modeId: params.modeId }, `there is no mode ${params.modeId}`);
      find(params.sessionId).mode.use(mode);
      return {};
    })
    .onRequest('session/prompt', async ({ params, signal }) => {
      const live = find(params.sessionId);
      if (live.busy) throw acp.RequestError.invalidRequest({ sessionId: params.sessionId }, 'this session is answering already');
      const end = await live.answer(asked(params.prompt, refuse), signal);
      if ('stopReason' in end) return end;
      const { message, hint, code } = end.failure;
      throw acp.RequestError.internalError({ code, hint }, hint ? `${message} — ${hint}` : message);
    })
    .onNotification('session/cancel', ({ params }) => sessions.find(params.sessionId)?.cancel('cancelled by the editor'));
}

/** What goes wrong, in the words of the protocol. */
function refusals(acp: Acp, sessions: LiveSessions) {
  const refuse = (error: unknown): RequestError => {
    if (isOCodeError(error)) return acp.RequestError.invalidParams({ code: error.code, hint: error.hint }, error.message);
    return acp.RequestError.invalidParams(undefined, error instanceof Error ? error.message : String(error));
  };
  /** The code the protocol has for it, with words of our own. */
  const unknown = (id: string): RequestError => new acp.RequestError(acp.RequestError.sessionNotFound(id).code, `there is no session ${id}`, { sessionId: id });
  const find = (id: string): LiveSession => {
    const live = sessions.find(id);
    if (!live) throw unknown(id);
    return live;
  };
  const found = async <T>(id: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isOCodeError(error) && error.code === 'session' && error.details.missing) throw unknown(id);
      throw refuse(error);
    }
  };
  return { refuse, find, found };
}

function asked(prompt: Parameters<typeof readQuestion>[0], refuse: (error: unknown) => RequestError): ReturnType<typeof readQuestion> {
  try {
    const question = readQuestion(prompt);
    if (question.text.trim() !== '' || question.attached.length > 0) return question;
  } catch (error) {
    throw refuse(error);
  }
  throw refuse(new Error('the question is empty'));
}
