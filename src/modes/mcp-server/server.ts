import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { ElicitRequestFormParams } from '@modelcontextprotocol/sdk/types.js';
import type { PersonAnswer, PersonQuestion } from '../../contract/tool.js';
import { callResult, mediaContent } from './content.js';
import { label } from './label.js';
import type { McpServerParts } from './parts.js';
import { completePath, fileUri, listResources, readResource, resourceTemplates } from './resources.js';
import { Subscriptions } from './subscriptions.js';

/** ocode as an MCP server: its tools on the one road, the project's files and views, and prompts. */
export async function createServer(parts: McpServerParts): Promise<Server> {
  const [{ Server }, types] = await Promise.all([import('@modelcontextprotocol/sdk/server/index.js'), import('@modelcontextprotocol/sdk/types.js')]);
  const server = new Server(
    { name: 'ocode', version: parts.version },
    { capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} }, instructions: INSTRUCTIONS },
  );
  offerTools(server, types, parts);
  offerResources(server, types, parts);
  offerSubscriptions(server, types, parts);
  offerPrompts(server, types, parts);
  return server;
}

/** The SDK's shapes and errors, which load with the first server. */
type Types = typeof import('@modelcontextprotocol/sdk/types.js');

function offerTools(server: Server, types: Types, parts: McpServerParts): void {
  server.setRequestHandler(types.ListToolsRequestSchema, async (_request, { signal }) => ({
    tools: (await parts.tools(signal)).map(({ name, description, parameters, readOnly }) => ({
      name,
      description,
      inputSchema: { ...parameters, type: 'object' as const },
      annotations: { readOnlyHint: readOnly, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken;
    let progress = 0;
    const say = (message: string): void => {
      progress += 1;
      // Who did not ask for progress gets the line as a log message.
      const said =
        token === undefined
          ? server.sendLoggingMessage({ level: 'info', logger: params.name, data: message })
          : sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress, message } });
      said.catch(() => {});
    };
    const canAsk = server.getClientCapabilities()?.elicitation !== undefined;
    const outcome = await parts.call(params.name, params.arguments ?? {}, signal, {
      progress: say,
      ...(canAsk ? { askPerson: (question) => askPerson(server, question, signal) } : {}),
    });
    if (outcome.code === 'unknown_tool') throw wrong(types, outcome.text);
    return callResult(outcome);
  });
}

function offerResources(server: Server, types: Types, parts: McpServerParts): void {
  server.setRequestHandler(types.ListResourcesRequestSchema, async ({ params }, { signal }) => {
    const page = await listResources(parts, params?.cursor, signal);
    if (!page) throw wrong(types, `there is no page ${label(params?.cursor ?? '')}`);
    return page;
  });
  server.setRequestHandler(types.ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: resourceTemplates(parts) }));
  server.setRequestHandler(types.ReadResourceRequestSchema, async ({ params }, { signal }) => {
    const content = await readResource(parts, params.uri, signal);
    if (!content) throw noResource(types, params.uri);
    return { contents: [content] };
  });
}

function offerSubscriptions(server: Server, types: Types, parts: McpServerParts): void {
  const subscriptions = new Subscriptions(parts, (uri) => void server.sendResourceUpdated({ uri }).catch(() => {}));
  server.onclose = () => subscriptions.close();
  server.setRequestHandler(types.SubscribeRequestSchema, async ({ params }, { signal }) => {
    const done = await subscriptions.add(params.uri, signal);
    if (done === 'unknown') throw noResource(types, params.uri);
    if (done === 'full') throw wrong(types, 'too many resources are watched already');
    return {};
  });
  server.setRequestHandler(types.UnsubscribeRequestSchema, ({ params }) => {
    subscriptions.remove(params.uri);
    return {};
  });
}

function offerPrompts(server: Server, types: Types, parts: McpServerParts): void {
  server.setRequestHandler(types.ListPromptsRequestSchema, () => ({
    prompts: parts.prompts.map(({ name, description, arguments: args }) => ({ name, description, arguments: args })),
  }));
  server.setRequestHandler(types.GetPromptRequestSchema, async ({ params }, { signal }) => {
    const prompt = parts.prompts.find(({ name }) => name === params.name);
    if (!prompt) throw wrong(types, `there is no prompt ${label(params.name)}`);
    const args = params.arguments ?? {};
    const missing = prompt.arguments.find(({ name, required }) => required && !args[name]);
    if (missing) throw wrong(types, `the prompt ${prompt.name} needs the argument ${missing.name}`);
    const file = args.path ? await readResource(parts, fileUri(parts.root, args.path), signal) : undefined;
    if (args.path && !file) throw wrong(types, `there is no file ${label(args.path)}`);
    return {
      description: prompt.description,
      messages: [
        ...prompt.messages(args).map((content) => ({ role: 'user' as const, content: content.type === 'text' ? content : mediaContent(content) })),
        ...(file ? [{ role: 'user' as const, content: { type: 'resource' as const, resource: file } }] : []),
      ],
    };
  });
  server.setRequestHandler(types.CompleteRequestSchema, async ({ params }, { signal }) => {
    if (params.argument.name !== 'path') return { completion: { values: [], total: 0, hasMore: false } };
    return { completion: await completePath(parts, params.argument.value, signal) };
  });
}

function wrong({ ErrorCode, McpError }: Types, text: string): Error {
  return new McpError(ErrorCode.InvalidParams, text);
}

/** The protocol's own code. */
const RESOURCE_NOT_FOUND = -32002;

function noResource({ McpError }: Types, uri: string): Error {
  return new McpError(RESOURCE_NOT_FOUND, `there is no resource ${label(uri)}`, { uri });
}

/** Throws when the person could not be asked. */
async function askPerson(server: Server, { message, schema }: PersonQuestion, signal: AbortSignal): Promise<PersonAnswer> {
  const answer = await server.elicitInput({ message, requestedSchema: schema as ElicitRequestFormParams['requestedSchema'] }, { signal, timeout: PERSON_MS });
  return answer.action === 'accept' ? { action: 'accept', content: answer.content ?? {} } : { action: answer.action };
}

/** Milliseconds a person gets for an answer. */
const PERSON_MS = 600_000;

const INSTRUCTIONS = 'Tools to read, search and understand the project, and to change it where that is allowed. Paths are relative to the project.';
