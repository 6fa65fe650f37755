import { z } from 'zod';
import { SAMPLING_MODES, type SamplingMode } from './sampling.js';

/** One entry of `mcp_servers`, in OCode's form (`command`, `args`, `env`, `cwd`) or with `url` and `headers`. */
export interface McpServerConfig {
  command?: string;
  args?: string[];
  env?: Record<string, string>;
  cwd?: string;
  url?: string;
  headers?: Record<string, string>;
  /** The values are meant as they are: nothing in them is a variable. For entries that come from another program. */
  literal?: boolean;
  [other: string]: unknown;
}

export type McpTransportName = 'stdio' | 'http' | 'sse';

export interface StdioServer {
  transport: 'stdio';
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  sampling: SamplingMode;
}

export interface HttpServer {
  /** `http` falls back to the older SSE transport when the server does not know the new one. */
  transport: 'http' | 'sse';
  url: string;
  headers: Record<string, string>;
  sampling: SamplingMode;
  /** A client registered by hand, for login servers that register none themselves. */
  oauth?: { client_id: string; client_secret?: string };
}

export type McpServer = StdioServer | HttpServer;

const strings = z.record(z.string(), z.string());
const shape = z.looseObject({
  command: z.string().min(1).optional(),
  args: z.array(z.string()).default([]),
  env: strings.default({}),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: strings.default({}),
  oauth: z.object({ client_id: z.string().min(1), client_secret: z.string().optional() }).optional(),
  sampling: z.enum(SAMPLING_MODES).default('off'),
  type: z.enum(['stdio', 'http', 'streamable-http', 'streamableHttp', 'sse']).optional(),
});

/** What transport an entry asks for, without checking it: for lists. */
export function transportOf(config: McpServerConfig): McpTransportName {
  if (config.url === undefined) return 'stdio';
  return config.type === 'sse' ? 'sse' : 'http';
}

/**
 * Checks an entry and puts in the variables: `${NAME}` and `${NAME:-instead}` in command, args, env, cwd, url and headers, unless the entry is literal.
 * Only trusted entries may come here, because a variable may be a secret. Throws an Error whose message says what is wrong.
 */
export function readServer(config: McpServerConfig, variables: Readonly<Record<string, string | undefined>>): McpServer {
  const parsed = shape.safeParse(config);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'the entry'}: ${issue?.message ?? 'is not valid'}`);
  }
  const { command, args, env, cwd, url, headers, oauth, sampling } = parsed.data;
  if ((command === undefined) === (url === undefined)) throw new Error('it needs either "command" or "url"');
  const expand = (text: string): string => (config.literal === true ? text : expandVariables(text, variables));
  const expandAll = (values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value)]));
  if (command !== undefined) {
    return {
      transport: 'stdio',
      command: expand(command),
      args: args.map(expand),
      env: expandAll(env),
      sampling,
      ...(cwd === undefined ? {} : { cwd: expand(cwd) }),
    };
  }
  const address = expand(url ?? '');
  if (!/^https?:$/.test(URL.canParse(address) ? new URL(address).protocol : '')) throw new Error('"url" is not an http(s) address');
  return {
    transport: transportOf(config) === 'sse' ? 'sse' : 'http',
    url: address,
    headers: expandAll(headers),
    sampling,
    ...(oauth
      ? { oauth: { client_id: expand(oauth.client_id), ...(oauth.client_secret === undefined ? {} : { client_secret: expand(oauth.client_secret) }) } }
      : {}),
  };
}

function expandVariables(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g, (_, name: string, instead: string | undefined) => {
    const value = variables[name] || instead;
    if (value === undefined) throw new Error(`the environment variable ${name} is not set`);
    return value;
  });
}
