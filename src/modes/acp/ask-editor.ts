import { resolve } from 'node:path';
import type { AgentContext, PermissionOption, RequestPermissionRequest, ToolCallContent } from '@agentclientprotocol/sdk';
import type { ApprovalAnswer, ApprovalRequest } from '../../contract/security.js';
import type { AcpSession } from './ports.js';
import { announce, textContent } from './tool-view.js';

export interface Asking {
  client: AgentContext;
  live: AcpSession;
  /** As the editor knows it. */
  sessionId: string;
  toClient(path: string): string;
  /** The editor took the question back: its person stopped the turn. */
  onCancelled(): void;
}

/** Puts a question to the person at the editor. An editor that answers nothing, something else, or is gone, says no. */
export async function askEditor(
  { client, live, sessionId, toClient, onCancelled }: Asking,
  request: ApprovalRequest,
  signal: AbortSignal,
): Promise<ApprovalAnswer> {
  const view = live.look({ name: request.tool, args: request.args });
  const question: RequestPermissionRequest = {
    sessionId,
    toolCall: {
      toolCallId: request.callId ?? `approval-${Date.now()}`,
      status: 'pending',
      rawInput: request.args,
      ...announce(view, live.cwd, toClient),
      ...(request.command === undefined ? {} : { title: request.command }),
      content: await contentOf(request, live, toClient),
    },
    options: optionsFor(request.scope),
  };
  try {
    const { outcome } = await client.request('session/request_permission', question, { cancellationSignal: signal, stopWaitingOnCancel: true });
    if (signal.aborted) return { answer: 'reject' };
    if (outcome.outcome === 'cancelled') {
      onCancelled();
      return { answer: 'reject' };
    }
    const chosen = 'optionId' in outcome ? outcome.optionId : undefined;
    return { answer: chosen === 'allow_once' || chosen === 'allow_session' ? chosen : 'reject' };
  } catch {
    return { answer: 'reject' };
  }
}

function optionsFor(scope: string): PermissionOption[] {
  return [
    { optionId: 'allow_once', name: 'Yes', kind: 'allow_once' },
    { optionId: 'allow_session', name: `Always in this session: ${scope}`, kind: 'allow_always' },
    { optionId: 'reject', name: 'No', kind: 'reject_once' },
  ];
}

async function contentOf(request: ApprovalRequest, live: AcpSession, toClient: (path: string) => string): Promise<ToolCallContent[]> {
  const reason = textContent(request.reason);
  if (!request.proposed) return [reason];
  const { path, text } = request.proposed;
  const file = resolve(live.root, path);
  return [reason, { type: 'diff', path: toClient(file), oldText: (await live.readText(file)) ?? null, newText: text }];
}
