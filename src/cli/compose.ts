import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import type { ContextService } from '../contract/context.js';
import type { EditorBuffers } from '../contract/editor.js';
import type { CommandSandbox, PathGuard } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import type { ToolContext } from '../contract/tool.js';
import type { UndoJournal } from '../contract/undo.js';
import type { McpManager } from '../mcp/index.js';
import type { Provider } from '../providers/index.js';
import type { SecurityManager } from '../security/index.js';
import { createMasker } from '../security/index.js';
import { SessionManager } from '../session/session-manager.js';
import { createUndoJournal } from '../session/undo-journal.js';
import { builtinTools } from '../tools/builtin.js';
import { createRegistry, type ToolRegistry } from '../tools/registry.js';
import { createWorkspaceFiles, type WorkspaceFilesOptions } from '../tools/workspace-files.js';
import { composeContext } from './compose-context.js';
import { composeProvider } from './compose-provider.js';
import { composeSecurity } from './compose-security.js';
import { pluginFolders, toolSources } from './compose-sources.js';
import { loadFor } from './load-settings.js';
import { ModelStore } from './model-store.js';
import type { RootOptions } from './options.js';
import { ownFilePatterns } from './own-files.js';
import { toolNames } from './tool-names.js';

type SeenFiles = Pick<Session, 'session_id' | 'seen_files'>;

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
  toolContext(session: SeenFiles): Omit<ToolContext, 'signal' | 'progress' | 'budget' | 'agent'>;
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
  const warnings = [...loaded.warnings];
  const warn = (text: string): void => void warnings.push(text);
  const { guard, security, sandbox } = composeSecurity({
    settings,
    places,
    addDir: options.addDir ?? [],
    interactive,
    dryRun: options.dryRun ?? false,
    env,
    onNotice: warn,
  });
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
    onNotice: warn,
    isBuiltIn: (name) => builtinTools.some((tool) => tool.name === name),
    sample: async (request, signal) => (await import('./sample-model.js')).sampleModel({ settings, store, provider })(request, signal),
  });
  const hasPlugins = (): boolean => pluginFolders({ places, trusted }).some((folder) => existsSync(folder));
  const registry = createRegistry({
    tools: builtinTools,
    sources: sources.list,
    ...(options.tools ? { enabled: toolNames(options.tools, hasPlugins()) } : {}),
    offer: settings.tools.enabled,
    disabled: settings.tools.disabled,
  });
  const index = composeContext({ places, settings, guard, provider, onWarning: warn });
  const mask = createMasker(env);
  const sessions = new SessionManager({ folder: join(places.stateDir, 'sessions'), ephemeral: options.ephemeral ?? false, mask });

  const shared = { guard, sandbox, index, catalog: registry.catalog };
  const toolContext = toolContexts({
    places,
    settings,
    shared,
    files: { guard, journal, dryRun: options.dryRun ?? false, ...(editor ? { editor } : {}), ...(wrote ? { wrote } : {}), warn },
  });
  const close = async (): Promise<void> => {
    await Promise.allSettled([index.close(), sources.close(), store.close()]);
  };

  const services = { guard, security, sandbox, sessions, journal, mcp: sources.mcp, registry, index, store, provider };
  return { options, places, settings, trusted, warnings, mask, ...services, toolContext, close };
}

interface ToolContextParts {
  places: Places;
  settings: Settings;
  /** What all sessions have in common. */
  shared: Pick<ToolContext, 'guard' | 'sandbox' | 'index' | 'catalog'>;
  files: Omit<WorkspaceFilesOptions, 'sessionId' | 'cwd' | 'seen'>;
}

/** Makes what the tools of one session get; its files remember what the session has seen and changed. */
function toolContexts({ places, settings, shared, files }: ToolContextParts): Workbench['toolContext'] {
  const { root, cwd, stateDir } = places;
  return (session) => {
    session.seen_files ??= {};
    return {
      root,
      cwd,
      stateDir,
      sessionId: session.session_id,
      files: createWorkspaceFiles({ ...files, sessionId: session.session_id, cwd, seen: session.seen_files }),
      ...shared,
      settings: {
        timeout: settings.tool_timeout,
        allowFetch: fetchAllowed(settings),
        ignorePatterns: [...settings.ignore_patterns, ...ownFilePatterns(places, settings.cache)],
      },
    };
  };
}

/** `fetch` is off until somebody names it: as an enabled tool, or in a rule. */
function fetchAllowed(settings: Settings): boolean {
  const rules = [...settings.permissions.rules.allow, ...settings.permissions.rules.ask];
  return settings.tools.enabled.some((name) => name === 'fetch' || name === 'web') || rules.some((rule) => rule.startsWith('fetch'));
}
