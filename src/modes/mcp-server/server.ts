import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { label } from './label.js';
import type { McpServerParts } from './parts.js';
import { PROMPTS } from './prompts.js';
import { completePath, fileUri, listResources, readResource, resourceTemplates } from './resources.js';

/** ocode as an MCP server: its tools on the one road, the project's files and views, and prompts. */
export async function createServer(parts: McpServerParts): Promise<Server> {
  const [{ Server }, types] = await Promise.all([import('@modelcontextprotocol/sdk/server/index.js'), import('@modelcontextprotocol/sdk/types.js')]);
  const { ErrorCode, McpError } = types;
  const server = new Server(
    { name: 'ocode', version: parts.version },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} }, instructions: INSTRUCTIONS },
  );
  const wrong = (text: string): Error => new McpError(ErrorCode.InvalidParams, text);

  server.setRequestHandler(types.ListToolsRequestSchema, async () => ({
    tools: (await parts.tools()).map(({ name, description, parameters, readOnly }) => ({
      name,
      description,
      inputSchema: { ...parameters, type: 'object' as const },
      annotations: { readOnlyHint: readOnly, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken;
    let progress = 0;
    const outcome = await parts.call(params.name, params.arguments ?? {}, signal, (message) => {
      if (token === undefined) return;
      progress += 1;
      sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress, message } }).catch(() => {});
    });
    if (outcome.code === 'unknown_tool') throw wrong(outcome.text);
    return { content: [{ type: 'text', text: outcome.text }], ...(outcome.ok ? {} : { isError: true }) };
  });

  server.setRequestHandler(types.ListResourcesRequestSchema, async ({ params }, { signal }) => {
    const page = await listResources(parts, params?.cursor, signal);
    if (!page) throw wrong(`there is no page ${label(params?.cursor ?? '')}`);
    return page;
  });
  server.setRequestHandler(types.ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: resourceTemplates(parts.root) }));
  server.setRequestHandler(types.ReadResourceRequestSchema, async ({ params }, { signal }) => {
    const content = await readResource(parts, params.uri, signal);
    if (!content) throw new McpError(RESOURCE_NOT_FOUND, `there is no resource ${label(params.uri)}`, { uri: params.uri });
    return { contents: [content] };
  });

  server.setRequestHandler(types.ListPromptsRequestSchema, () => ({
    prompts: PROMPTS.map(({ name, description, arguments: args }) => ({ name, description, arguments: args })),
  }));
  server.setRequestHandler(types.GetPromptRequestSchema, async ({ params }, { signal }) => {
    const prompt = PROMPTS.find(({ name }) => name === params.name);
    if (!prompt) throw wrong(`there is no prompt ${label(params.name)}`);
    const args = params.arguments ?? {};
    const missing = prompt.arguments.find(({ name, required }) => required && !args[name]);
    if (missing) throw wrong(`the prompt ${prompt.name} needs the argument ${missing.name}`);
    const file = args.path ? await readResource(parts, fileUri(parts.root, args.path), signal) : undefined;
    if (args.path && !file) throw wrong(`there is no file ${label(args.path)}`);
    return {
      description: prompt.description,
      messages: [
        { role: 'user' as const, content: { type: 'text' as const, text: prompt.text(args) } },
        ...(file ? [{ role: 'user' as const, content: { type: 'resource' as const, resource: file } }] : []),
      ],
    };
  });
  server.setRequestHandler(types.CompleteRequestSchema, async ({ params }, { signal }) => {
    if (params.argument.name !== 'path') return { completion: { values: [], total: 0, hasMore: false } };
    return { completion: await completePath(parts, params.argument.value, signal) };
  });
  return server;
}

/** The protocol's own code. */
const RESOURCE_NOT_FOUND = -32002;

const INSTRUCTIONS = 'Tools to read, search and understand the project, and to change it where that is allowed. Paths are relative to the project.';
