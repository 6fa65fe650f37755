import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import type { ContextService } from '../contract/context.js';
import type { EditorBuffers } from '../contract/editor.js';
import { OCodeError } from '../contract/error.js';
import type { Approver, CommandSandbox, PathGuard } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import type { ToolContext, WorkspaceFiles } from '../contract/tool.js';
import type { UndoJournal } from '../contract/undo.js';
import type { EngineParts, StructuredOutput } from '../engine/parts.js';
import type { Road } from '../engine/run-tool.js';
import { resultBudget } from '../engine/window.js';
import type { McpManager } from '../mcp/index.js';
import type { Provider } from '../providers/index.js';
import { createTextCallReader } from '../providers/text-calls/index.js';
import type { SecurityManager } from '../security/index.js';
import { createMasker, createSandbox, createSecurityManager, createWorkspace } from '../security/index.js';
import { SessionManager } from '../session/session-manager.js';
import { createUndoJournal } from '../session/undo-journal.js';
import { builtinTools } from '../tools/builtin.js';
import { createRegistry, type ToolRegistry } from '../tools/registry.js';
import { createWorkspaceFiles, type WorkspaceFilesOptions } from '../tools/workspace-files.js';
import { chooseModel, ModelStore } from './choose-model.js';
import { composeContext } from './compose-context.js';
import { composeProvider } from './compose-provider.js';
import { pluginFolders, toolSources } from './compose-sources.js';
import { factsText, instructionBudget } from './facts.js';
import { loadFor } from './load-settings.js';
import type { RootOptions } from './options.js';
import { ownFilePatterns } from './own-files.js';
import { toolNames } from './tool-names.js';

/** The services of one project, wired. Made once a process; heavy parts load when they are first used. */
export interface Workbench {
  options: RootOptions;
  places: Places;
  settings: Settings;
  /** What people should be told; the engine takes it out and says it once. */
  warnings: string[];
  guard: PathGuard;
  security: SecurityManager;
  sandbox: CommandSandbox;
  sessions: SessionManager;
  journal: UndoJournal;
  mcp: McpManager;
  trusted: boolean;
  registry: ToolRegistry;
  index: ContextService;
  store: ModelStore;
  mask: (text: string) => string;
  provider(): Promise<Provider>;
  /** What tools get; `files` belongs to one session. */
  toolContext(session: Pick<Session, 'session_id' | 'seen_files'>): Omit<ToolContext, 'signal' | 'progress' | 'budget' | 'agent'>;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  /** A person can be asked. */
  interactive: boolean;
  /** MCP servers beside those of the settings, from the person who hosts this process. */
  servers?: Settings['mcp_servers'];
  editor?: EditorBuffers;
  wrote?: WorkspaceFilesOptions['wrote'];
  env?: NodeJS.ProcessEnv;
}

/** The ONLY place (with its `compose-*` neighbours) that constructs services. */
export async function composeWorkbench(options: RootOptions, { interactive, env = process.env, servers, editor, wrote }: WorkbenchOptions): Promise<Workbench> {
  const { places, loaded, trusted, untrustedServers } = await loadFor(options, env);
  const settings = servers ? { ...loaded.settings, mcp_servers: { ...loaded.settings.mcp_servers, ...servers } } : loaded.settings;
  const { permissions } = settings;
  const warnings = [...loaded.warnings];
  const guard = createWorkspace({
    root: places.root,
    cwd: places.cwd,
    extraRoots: [...permissions.allowed_paths, ...(options.addDir ?? []).map((folder) => existingFolder(folder, places.cwd))],
    blockedPaths: permissions.blocked_paths,
    ocodeHome: places.home,
    ...(env.HOME ? { home: env.HOME } : {}),
  });
  const security = createSecurityManager({
    guard,
    cwd: places.cwd,
    flags: permissions,
    // Read at every decision: the interactive mode changes it while it runs.
    get mode() {
      return permissions.mode;
    },
    rules: permissions.rules,
    allowedCommands: permissions.allowed_commands,
    blockedCommands: permissions.blocked_commands,
    interactive,
    ...(env.HOME ? { home: env.HOME } : {}),
  });
  const mask = createMasker(env);
  const sandbox = createSandbox({ mode: settings.sandbox, guard, env, ...(env.HOME ? { home: env.HOME } : {}), onNotice: (text) => void warnings.push(text) });
  const journal = createUndoJournal({ folder: join(places.stateDir, 'undo'), guard });
  const store = new ModelStore(places.home);
  let connecting: Promise<Provider> | undefined;
  const provider = (): Promise<Provider> => {
    connecting ??= composeProvider(settings, options, places, env);
    return connecting;
  };
  const sources = toolSources({
    settings,
    places,
    trusted,
    untrustedServers,
    env,
    onNotice: (text) => void warnings.push(text),
    sample: async (request, signal) => (await import('./sample-model.js')).sampleModel({ settings, store, provider })(request, signal),
  });
  const registry = createRegistry({
    tools: builtinTools,
    sources: sources.list,
    ...(options.tools
      ? {
          enabled: toolNames(
            options.tools,
            pluginFolders({ places, trusted }).some((folder) => existsSync(folder)),
          ),
        }
      : {}),
    offer: settings.tools.enabled,
    disabled: settings.tools.disabled,
  });
  const index = composeContext({ places, settings, guard, provider, onWarning: (text) => void warnings.push(text) });

  const toolContext: Workbench['toolContext'] = (session) => {
    session.seen_files ??= {};
    const files: WorkspaceFiles = createWorkspaceFiles({
      guard,
      journal,
      dryRun: options.dryRun ?? false,
      sessionId: session.session_id,
      cwd: places.cwd,
      seen: session.seen_files,
      ...(editor ? { editor } : {}),
      ...(wrote ? { wrote } : {}),
      warn: (text) => void warnings.push(text),
    });
    return {
      root: places.root,
      cwd: places.cwd,
      stateDir: places.stateDir,
      sessionId: session.session_id,
      files,
      guard,
      sandbox,
      index,
      catalog: registry.catalog,
      settings: {
        timeout: settings.tool_timeout,
        allowFetch: fetchAllowed(settings),
        ignorePatterns: [...settings.ignore_patterns, ...ownFilePatterns(places, settings.cache)],
      },
    };
  };

  return {
    options,
    places,
    settings,
    warnings,
    guard,
    security,
    sandbox,
    sessions: new SessionManager({ folder: join(places.stateDir, 'sessions'), ephemeral: options.ephemeral ?? false, mask }),
    journal,
    mcp: sources.mcp,
    trusted,
    registry,
    index,
    store,
    mask,
    provider,
    toolContext,
    close: async () => {
      await Promise.allSettled([index.close(), sources.close(), store.close()]);
    },
  };
}

export interface EngineRequest {
  session: Session;
  structured?: StructuredOutput | undefined;
  approver?: Approver;
  warnings?: readonly string[];
}

/** The parts of an engine for one session. Asks the server what the model can do; throws OCodeError when there is no usable model. */
export async function composeEngine(bench: Workbench, signal: AbortSignal, request: EngineRequest): Promise<EngineParts> {
  const { options, settings, places } = bench;
  const { client } = await bench.provider();
  const { profile, warnings } = await chooseModel({ client, settings, store: bench.store, signal });
  await bench.registry.loadOffered(signal);
  const window = profile.options.numCtx;
  bench.warnings.push(...warnings, ...(request.warnings ?? []));
  return {
    client,
    model: profile,
    ...(settings.models.summary ? { summaryModel: settings.models.summary } : {}),
    ...(settings.models.agent ? { agentModel: settings.models.agent } : {}),
    memory: bench.store,
    tools: bench.registry,
    security: bench.security,
    ...(request.approver ? { approver: request.approver } : {}),
    sessions: bench.sessions,
    context: bench.index,
    createReader: (accept) => createTextCallReader({ accept, isKnownName: (name) => bench.registry.find(name) !== undefined, newId: newCallId }),
    toolContext: bench.toolContext(request.session),
    facts: async () => factsText({ places, instructionBudget: instructionBudget(window), readable: (path) => bench.guard.readable(path) }),
    limits: {
      maxTurns: settings.limits.max_turns,
      maxToolCalls: settings.limits.max_tool_calls,
      timeout: settings.limits.timeout * 1000,
      concurrency: settings.max_concurrent_tools,
      toolTimeout: settings.tool_timeout * 1000,
    },
    prompt: {
      ...(options.system === undefined ? {} : { system: options.system }),
      ...(options.appendSystem === undefined ? {} : { appendSystem: options.appendSystem }),
      contextBudget: contextBudget(bench, window),
    },
    permissionMode: settings.permissions.mode,
    strict: options.strict ?? false,
    dryRun: options.dryRun ?? false,
    ...(request.structured ? { structured: request.structured } : {}),
    mask: bench.mask,
    takeNotices: () => bench.warnings.splice(0),
  };
}

/** The one road to a tool outside a conversation: `tools run`, `mcp serve`. */
export function composeRoad(bench: Workbench, approver?: Approver): Road {
  return {
    tools: bench.registry,
    security: bench.security,
    ...(approver ? { approver } : {}),
    context: bench.toolContext({ session_id: `tools-${process.pid}`, seen_files: {} }),
    budget: resultBudget(bench.settings.context_window, 4),
    toolTimeout: bench.settings.tool_timeout * 1000,
  };
}

/** Throws OCodeError `usage`: a mistyped --add-dir would only show when a tool is refused. */
function existingFolder(folder: string, cwd: string): string {
  const path = resolve(cwd, folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new OCodeError('usage', `--add-dir ${folder}: there is no such folder`);
}

/** Share of the window that ranked files get unless told otherwise: enough for three files, small enough to be read fast. */
const CONTEXT_SHARE = 0.2;

function contextBudget(bench: Workbench, window: number): number {
  const { settings } = bench;
  if (settings.context.strategy === 'none') return 0;
  return settings.context.budget ?? Math.floor(window * CONTEXT_SHARE);
}

/** `fetch` is off until somebody names it: as an enabled tool, or in a rule. */
function fetchAllowed(settings: Settings): boolean {
  const rules = [...settings.permissions.rules.allow, ...settings.permissions.rules.ask];
  return settings.tools.enabled.some((name) => name === 'fetch' || name === 'web') || rules.some((rule) => rule.startsWith('fetch'));
}

let calls = 0;
function newCallId(): string {
  calls += 1;
  return `call_t${Date.now().toString(36)}${calls}`;
}

/** For commands that need a server that manages models. */
export async function modelManager(bench: Workbench): Promise<NonNullable<Provider['manager']>> {
  const { manager, client } = await bench.provider();
  if (manager) return manager;
  throw new OCodeError('usage', `${client.provider} does not manage models`, { hint: 'this works with Ollama only' });
}
