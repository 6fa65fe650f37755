import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { label } from './describe.js';
import type { McpPorts } from './ports.js';
import { createSampler, type SamplingMode } from './sampling.js';

const LOUDEST_LOGS = new Set(['warning', 'error', 'critical', 'alert', 'emergency']);
const LOGS_SHOWN = 5;
/** The protocol's code for a request to the model that a person or a limit refused. */
const REFUSED = -1;

/** What a server says without being asked. */
export interface ServerEvents {
  toolsChanged(): void;
  /** Of prompts or resources. */
  namesChanged(): void;
  resourceUpdated(uri: string): void;
}

/** An SDK client that answers what servers may ask of us: roots, questions to the person, and our model where that is allowed. */
export async function createClient(server: string, sampling: SamplingMode, ports: McpPorts, events: ServerEvents): Promise<Client> {
  const [{ Client }, types] = await Promise.all([import('@modelcontextprotocol/sdk/client/index.js'), import('@modelcontextprotocol/sdk/types.js')]);
  const notice = (text: string): void => ports.onNotice(`MCP server ${label(server, 60)}: ${text}`);
  const sampler = createSampler(server, sampling, { sample: ports.sample, approve: ports.approveSampling, notice });
  const client = new Client(
    { name: 'ocode', version: ports.version },
    { capabilities: { roots: { listChanged: false }, elicitation: { form: { applyDefaults: true } }, ...(sampler ? { sampling: {} } : {}) } },
  );
  if (sampler) {
    client.setRequestHandler(types.CreateMessageRequestSchema, async ({ params }, { signal }) =>
      sampler(params, signal).catch((error: Error) => {
        throw new types.McpError(REFUSED, label(error.message, 300));
      }),
    );
  }
  client.setRequestHandler(types.ListRootsRequestSchema, () => ({
    roots: ports.roots.map((root) => ({ uri: pathToFileURL(root).href, name: basename(root) })),
  }));
  client.setRequestHandler(types.ElicitRequestSchema, async ({ params }, { signal }) => {
    if (!ports.elicit || !('requestedSchema' in params)) return { action: 'decline' };
    const answer = await ports.elicit({ server, message: label(params.message, 1_000), schema: params.requestedSchema as Record<string, unknown> }, signal);
    if (answer.action !== 'accept') return { action: answer.action };
    return { action: 'accept', content: answer.content as Record<string, string | number | boolean | string[]> };
  });
  client.setNotificationHandler(types.ToolListChangedNotificationSchema, () => events.toolsChanged());
  client.setNotificationHandler(types.PromptListChangedNotificationSchema, () => events.namesChanged());
  client.setNotificationHandler(types.ResourceListChangedNotificationSchema, () => events.namesChanged());
  client.setNotificationHandler(types.ResourceUpdatedNotificationSchema, ({ params }) => events.resourceUpdated(params.uri));
  let shown = 0;
  client.setNotificationHandler(types.LoggingMessageNotificationSchema, ({ params }) => {
    if (!LOUDEST_LOGS.has(params.level) || shown >= LOGS_SHOWN) return;
    shown += 1;
    const text = typeof params.data === 'string' ? params.data : JSON.stringify(params.data);
    ports.onNotice(`MCP server ${label(server, 60)}, ${params.level}: ${label(text)}`);
  });
  return client;
}
