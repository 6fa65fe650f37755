import { isAbsolute } from 'node:path';
import type { AgentContext, ClientCapabilities, McpServer } from '@agentclientprotocol/sdk';
import type { Approver } from '../../contract/security.js';
import type { SessionSummary } from '../../contract/session.js';
import { askEditor } from './ask-editor.js';
import { editorBuffers, pathNames, readServers } from './editor.js';
import { LiveSession } from './live-session.js';
import type { AcpPorts } from './ports.js';

interface OpenRequest {
  cwd: string;
  sessionId?: string;
  mcpServers: readonly McpServer[];
  additionalDirectories?: readonly string[];
}

/** The sessions an editor has open, each with its own folder and so its own services. */
export class LiveSessions {
  /** What the editor said it can do. */
  capabilities: ClientCapabilities = {};
  private readonly live = new Map<string, LiveSession>();

  constructor(private readonly ports: AcpPorts) {}

  find(id: string): LiveSession | undefined {
    return this.live.get(id);
  }

  /** Opens a new session, or that of the id; one that is open already is closed first. Throws OCodeError or Error with what is wrong with the request. */
  async open(client: AgentContext, { cwd, sessionId, mcpServers, additionalDirectories = [] }: OpenRequest): Promise<LiveSession> {
    for (const folder of [cwd, ...additionalDirectories]) if (!isAbsolute(folder)) throw new Error(`${folder} is not an absolute path`);
    const servers = readServers(mcpServers);
    if (sessionId !== undefined && this.live.get(sessionId)?.busy) throw new Error('this session is answering; cancel that first');
    const toClient = pathNames(cwd);
    const ref: { live?: LiveSession } = {};
    const approver: Approver = {
      ask: async (request, signal) => {
        const { live } = ref;
        if (!live) return { answer: 'reject' };
        return askEditor(
          { client, live: live.parts, sessionId: live.id, toClient, onCancelled: () => live.cancel('cancelled by the editor') },
          request,
          signal,
        );
      },
    };
    const editor = editorBuffers({
      client,
      capabilities: this.capabilities,
      sessionId: () => ref.live?.id ?? '',
      signal: () => ref.live?.signal,
      toClient,
    });
    const parts = await this.ports.open({
      cwd,
      ...(sessionId === undefined ? {} : { id: sessionId }),
      folders: additionalDirectories,
      servers,
      approver,
      ...(editor ? { editor } : {}),
    });
    const live = new LiveSession(client, parts, toClient);
    ref.live = live;
    await this.close(live.id);
    this.live.set(live.id, live);
    live.offerCommands();
    return live;
  }

  /** Without a folder: those of every project there is a session of, and of the one ocode was started in. */
  async list(cwd: string | undefined): Promise<SessionSummary[]> {
    if (cwd !== undefined && !isAbsolute(cwd)) throw new Error(`${cwd} is not an absolute path`);
    const folders = cwd === undefined ? [undefined, ...[...this.live.values()].map((live) => live.parts.cwd)] : [cwd];
    const found = new Map<string, SessionSummary>();
    for (const folder of new Set(folders)) for (const summary of await this.ports.list(folder)) found.set(summary.session_id, summary);
    return [...found.values()].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  }

  async close(id: string): Promise<void> {
    const live = this.live.get(id);
    this.live.delete(id);
    await live?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.live.keys()].map((id) => this.close(id)));
  }
}
