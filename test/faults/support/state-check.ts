import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import { type Session, sessionShape } from '../../../src/contract/session.js';
import { historyError } from '../../../src/session/check-history.js';
import type { World } from '../../support/world.js';

/** The state folder of the world's project, which has no `.ocode` of its own. */
export function stateDir(world: World): string {
  const projects = join(world.home, '.ocode', 'projects');
  const name = existsSync(projects) ? readdirSync(projects)[0] : undefined;
  return name === undefined ? join(projects, 'none') : join(projects, name);
}

/** Every session file is whole: it parses, it fits its shape, each call has its result. */
export function soundSessions(world: World): Map<string, Session> {
  const folder = join(stateDir(world), 'sessions');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return new Map(
    names.map((name) => {
      const session = sessionShape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      expect(historyError(session.messages), name).toBeUndefined();
      return [session.session_id, session];
    }),
  );
}

const LITTER = /^\.ocode-\d+-[0-9a-f]+\.tmp$/;

/** Path -> content of a whole folder (folders end with a slash); temporary files that a killed process left beside are not part of it. */
export function treeOf(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (LITTER.test(entry.name) || entry.name === '.git') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        found[`${relative(root, path)}/`] = '';
        visit(path);
      } else found[relative(root, path)] = readFileSync(path, 'utf8');
    }
  };
  visit(root);
  return found;
}
