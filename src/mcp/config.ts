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
  oauth?: OAuthSettings;
}

/** How to log in, where registering with the login server by itself is not the way. Texts hold no variables any more. */
export interface OAuthSettings {
  /** A client registered by hand. */
  client_id?: string | undefined;
  client_secret?: string | undefined;
  /** An https address of a document that describes the client: its id where the login server takes such ids. */
  client_metadata_url?: string | undefined;
  /** `client_credentials`: without a person, with a secret or a key. */
  grant?: 'authorization_code' | 'client_credentials' | undefined;
  /** PKCS#8 PEM, which signs in place of a secret. */
  private_key?: string | undefined;
  /** Such as RS256 or ES256. */
  algorithm?: string | undefined;
  scope?: string | undefined;
  /** The one login server that may see the client; otherwise the first that knows it is kept to. */
  issuer?: string | undefined;
}

export type McpServer = StdioServer | HttpServer;

const strings = z.record(z.string(), z.string());
const word = z.string().min(1).optional();
const oauth = z
  .strictObject({
    client_id: word,
    client_secret: word,
    client_metadata_url: z.url({ protocol: /^https$/ }).optional(),
    grant: z.enum(['authorization_code', 'client_credentials']).optional(),
    private_key: word,
    algorithm: word,
    scope: word,
    issuer: word,
  })
  .refine((value) => value.grant !== 'client_credentials' || (value.client_id && (value.client_secret || value.private_key)), {
    message: 'the grant client_credentials needs client_id and either client_secret or private_key',
  });
const shape = z.looseObject({
  command: z.string().min(1).optional(),
  args: z.array(z.string()).default([]),
  env: strings.default({}),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: strings.default({}),
  oauth: oauth.optional(),
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
  const { command, args, env, cwd, url, headers, oauth: login, sampling } = parsed.data;
  if ((command === undefined) === (url === undefined)) throw new Error('it needs either "command" or "url"');
  const expand = (text: string): string => (config.literal === true ? text : expandVariables(text, variables));
  const expandAll = (values: Record<string, string | undefined>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, expand(value)]])));
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
    ...(login ? { oauth: { ...expandAll(login), grant: login.grant } } : {}),
  };
}

function expandVariables(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g, (_, name: string, instead: string | undefined) => {
    const value = variables[name] || instead;
    if (value === undefined) throw new Error(`the environment variable ${name} is not set`);
    return value;
  });
}
