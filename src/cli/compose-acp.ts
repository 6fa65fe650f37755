import { join } from 'node:path';
import { findPlaces } from '../config/paths.js';
import { OCodeEngine } from '../engine/engine.js';
import type { AcpPorts } from '../modes/acp.js';
import { SessionManager } from '../session/session-manager.js';
import { attachFiles } from './attach-files.js';
import { composeEngine, composeWorkbench } from './compose.js';
import type { RootOptions } from './options.js';
import { cliVersion } from './version.js';

/** Each session of an editor has its own folder, and so its own services. */
export function composeAcp(options: RootOptions): AcpPorts {
  return {
    version: cliVersion(),
    open: async (cwd, approver, id) => {
      const bench = await composeWorkbench({ ...options, cd: cwd }, { interactive: true });
      const session = id === undefined ? bench.sessions.create({ cwd: bench.places.cwd, model: '', provider: '' }) : bench.sessions.load(id);
      const { permissions } = bench.settings;
      let engine: { parts: Awaited<ReturnType<typeof composeEngine>> } | undefined;
      return {
        session,
        mode: {
          current: () => permissions.mode,
          use: (mode) => {
            permissions.mode = mode;
          },
        },
        async *process(query, signal) {
          engine ??= { parts: await composeEngine(bench, signal, { session, approver }) };
          engine.parts.permissionMode = permissions.mode;
          yield* new OCodeEngine(engine.parts).process(await attachFiles(query, bench.guard), session, signal);
        },
        close: () => bench.close(),
      };
    },
    list: async (cwd) => new SessionManager({ folder: join(findPlaces(process.env, cwd ?? options.cd).stateDir, 'sessions') }).list().sessions,
  };
}
