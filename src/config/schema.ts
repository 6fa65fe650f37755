import { z } from 'zod';
import { THINK_LEVELS } from '../contract/chat.js';
import { OUTPUT_FORMATS } from '../contract/renderer.js';
import { PERMISSION_MODES, SANDBOX_MODES } from '../contract/security.js';
import { THEME_NAMES } from '../lib/theme.js';

/** The settings file, one zod object. Every field is optional in a file; `DEFAULTS` fills what no layer sets. */

const rules = z.array(z.string()).describe('rules such as "bash(git log *)", "edit(src/**)", "mcp(server/tool)"');

const permissions = z.object({
  allow_file_read: z.boolean().optional().describe('tools may read files of the workspace'),
  allow_file_write: z.boolean().optional().describe('tools may write files of the workspace'),
  allow_shell_exec: z.boolean().optional().describe('tools may run commands; if false, no mode and no rule runs one'),
  allow_git_ops: z.boolean().optional().describe('git tools may be used'),
  allowed_paths: z.array(z.string()).optional().describe('folders outside the project that belong to the workspace'),
  blocked_paths: z.array(z.string()).optional().describe('paths no tool may touch (globs)'),
  allowed_commands: z.array(z.string()).optional().describe('commands that run without asking, as in rules without bash()'),
  blocked_commands: z.array(z.string()).optional().describe('commands that never run'),
  mode: z.enum(PERMISSION_MODES).optional().describe('how much runs without asking'),
  rules: z.object({ allow: rules.optional(), ask: rules.optional(), deny: rules.optional() }).optional(),
});

const mcpServer = z.looseObject({
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  type: z.enum(['stdio', 'http', 'streamable-http', 'streamableHttp', 'sse']).optional().describe('sse: a server that only knows the old transport'),
  disabled: z.boolean().optional().describe('keep the entry without using it'),
  oauth: z
    .record(z.string(), z.string())
    .optional()
    .describe('client_id, client_secret, client_metadata_url, grant, private_key, algorithm, scope, issuer: see docs/MCP.md'),
  sampling: z
    .enum(['off', 'ask', 'allow'])
    .optional()
    .describe('may this server ask our model? off (default); ask: a person says yes each time; allow: within limits, without a person too'),
});

const provider = z.object({
  base_url: z.string().optional().describe('with or without /v1'),
  api_key_env: z.string().optional().describe('name of the environment variable that holds the key'),
  headers: z.record(z.string(), z.string()).optional(),
});

const positive = z.number().int().positive();

export const settingsShape = z.object({
  $schema: z.string().optional(),
  model: z.string().min(1).optional().describe('model to use; absent: the first installed one that can call tools, coder models first'),
  provider: z.string().optional().describe('ollama, openai, or a name from providers'),
  providers: z.record(z.string(), provider).optional().describe('OpenAI-compatible servers by name'),
  ollama_host: z.string().optional().describe('address of the server, in every form OLLAMA_HOST takes'),
  allow_cloud_models: z.boolean().optional().describe("allow models that run on somebody else's machine"),
  models: z
    .object({
      default: z.string().optional().describe('takes precedence over model'),
      summary: z.string().optional().describe('the model that shortens long conversations'),
      agent: z.string().optional().describe('the model for nested agents (the tool agent)'),
    })
    .optional()
    .describe('models for different tasks'),
  temperature: z.number().min(0).max(2).optional().describe("absent: the model's own"),
  top_p: z.number().min(0).max(1).optional().describe("absent: the model's own"),
  max_tokens: positive.optional().describe('at most so many tokens in an answer'),
  context_window: positive.min(512).optional().describe('context window in tokens; never more than the model has'),
  max_context_files: z.number().int().nonnegative().optional().describe('at most so many files in the first prompt'),
  keep_alive: z.union([z.string(), z.number()]).optional().describe('how long the server keeps the model loaded'),
  think: z.enum(THINK_LEVELS).optional().describe('how much a thinking model thinks'),
  tool_mode: z.enum(['auto', 'native', 'text']).optional().describe('how tools are offered to the model'),
  output_format: z.enum(OUTPUT_FORMATS).optional().describe('format of a one-shot answer: see docs/SCRIPTING.md'),
  verbose: z.boolean().optional().describe('more on stderr'),
  theme: z.enum(THEME_NAMES).optional().describe('colours of the terminal'),
  ignore_patterns: z.array(z.string()).optional().describe('files that are neither indexed nor searched, written as in .gitignore'),
  tool_timeout: z.number().positive().optional().describe('seconds a tool may take'),
  max_concurrent_tools: positive.optional().describe('read-only calls that run side by side'),
  session_cleanup_days: z.number().nonnegative().optional().describe('sessions older than this are removed by sessions cleanup; 0: never'),
  permissions: permissions.optional(),
  mcp_servers: z.record(z.string(), mcpServer).optional().describe('servers that bring tools, by name: see docs/MCP.md'),
  tools: z
    .object({
      enabled: z.array(z.string()).optional().describe('tools or sets offered beside the core (server__tool and server__* too)'),
      disabled: z.array(z.string()).optional().describe('tools or sets that are never available'),
    })
    .optional(),
  context: z
    .object({
      budget: z.number().int().nonnegative().optional().describe('tokens for ranked files'),
      strategy: z
        .enum(['none', 'minimal', 'targeted', 'full', 'auto'])
        .optional()
        .describe(
          'how files are shown; auto and full: whole where they fit, else matching parts; targeted: matching parts; minimal: signatures; none: not at all',
        ),
      embedding_model: z.string().min(1).optional().describe('an embedding model of the server that re-ranks the best files by meaning; off if absent'),
    })
    .optional(),
  cache: z
    .object({
      ttl: z.number().nonnegative().optional().describe('seconds until a file in the index is read again'),
      path: z.string().optional().describe('file of the index; absent: cache/context.db in the state folder'),
    })
    .optional(),
  sandbox: z.enum(SANDBOX_MODES).optional().describe('run commands in a sandbox: auto where it works, required or not at all, off never'),
  limits: z
    .object({
      max_turns: positive.optional().describe('at most so many answers of the model in a run'),
      max_tool_calls: positive.optional().describe('at most so many tool calls in a run'),
      timeout: z.number().nonnegative().optional().describe('seconds for a whole run; 0: none'),
    })
    .optional(),
});

/** One layer, as a file may hold it. */
export type SettingsLayer = z.output<typeof settingsShape>;
