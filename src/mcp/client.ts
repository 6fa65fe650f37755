import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { label } from './describe.js';
import type { McpPorts } from './ports.js';

const LOUDEST_LOGS = new Set(['warning', 'error', 'critical', 'alert', 'emergency']);
const LOGS_SHOWN = 5;

/** An SDK client that answers what servers may ask of us: roots and questions to the person; sampling is refused. */
export async function createClient(server: string, ports: McpPorts, onListChanged: () => void): Promise<Client> {
  const [{ Client }, types] = await Promise.all([import('@modelcontextprotocol/sdk/client/index.js'), import('@modelcontextprotocol/sdk/types.js')]);
  const client = new Client(
    { name: 'ocode', version: ports.version },
    { capabilities: { roots: { listChanged: false }, elicitation: { form: { applyDefaults: true } } } },
  );
  client.setRequestHandler(types.ListRootsRequestSchema, () => ({
    roots: ports.roots.map((root) => ({ uri: pathToFileURL(root).href, name: basename(root) })),
  }));
  client.setRequestHandler(types.ElicitRequestSchema, async ({ params }, { signal }) => {
    if (!ports.elicit || !('requestedSchema' in params)) return { action: 'decline' };
    const answer = await ports.elicit({ server, message: label(params.message, 1_000), schema: params.requestedSchema as Record<string, unknown> }, signal);
    if (answer.action !== 'accept') return { action: answer.action };
    return { action: 'accept', content: answer.content as Record<string, string | number | boolean | string[]> };
  });
  for (const schema of [types.ToolListChangedNotificationSchema, types.ResourceListChangedNotificationSchema, types.PromptListChangedNotificationSchema]) {
    client.setNotificationHandler(schema, onListChanged);
  }
  let shown = 0;
  client.setNotificationHandler(types.LoggingMessageNotificationSchema, ({ params }) => {
    if (!LOUDEST_LOGS.has(params.level) || shown >= LOGS_SHOWN) return;
    shown += 1;
    const text = typeof params.data === 'string' ? params.data : JSON.stringify(params.data);
    ports.onNotice(`MCP server ${label(server, 60)}, ${params.level}: ${label(text)}`);
  });
  return client;
}
