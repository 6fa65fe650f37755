import { join, resolve } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import { createContextManager } from '../context/context-manager.js';
import type { ContextService } from '../contract/context.js';
import type { PathGuard } from '../contract/security.js';
import type { Provider } from '../providers/index.js';
import { composeEmbedder } from './compose-embedder.js';
import { ownFilePatterns } from './own-files.js';

export interface ContextRequest {
  places: Places;
  settings: Settings;
  guard: PathGuard;
  provider(): Promise<Provider>;
  onWarning(text: string): void;
}

/** The index of the project. The languages (and the parser with them) load when a file is first analyzed. */
export function composeContext({ places, settings, guard, provider, onWarning }: ContextRequest): ContextService {
  const { cache, context } = settings;
  return createContextManager({
    root: places.root,
    cachePath: cache.path === undefined ? join(places.stateDir, 'cache', 'context.db') : resolve(places.root, cache.path),
    ...(cache.ttl === undefined ? {} : { ttlSeconds: cache.ttl }),
    // The scan leaves out the root's `.ocode` by itself, without reading rules.
    ignorePatterns: [...settings.ignore_patterns, ...ownFilePatterns(places, cache).filter((pattern) => !pattern.startsWith('/.ocode/'))],
    maxContextFiles: settings.max_context_files,
    ...(context.strategy === undefined || context.strategy === 'none' ? {} : { strategy: context.strategy }),
    ...(context.embedding_model
      ? { embeddings: { model: context.embedding_model, embedder: (signal) => composeEmbedder(settings, provider, signal), warn: onWarning } }
      : {}),
    readable: (path) => guard.readable(path),
    loadAnalyzer: async () => (await import('../languages/analyzer.js')).createAnalyzer(),
    createImportResolver: async () => (await import('../languages/imports.js')).createImportResolver,
    // Beside the bundle; from source there is none, and files are analyzed in this thread.
    workerEntry: new URL('../analyze-worker.js', import.meta.url),
  });
}
