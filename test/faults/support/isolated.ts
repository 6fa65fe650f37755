import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BIN } from '../../support/run-cli.js';
import type { World } from '../../support/world.js';

/** What one command line tried beside the configured server. */
export interface IsolatedRow {
  line: string;
  code: number | null;
  stderr: string;
  strange: { connections: number; datagrams: number };
}

const SETUP = fileURLToPath(new URL('./isolated.sh', import.meta.url));
const DRIVER = fileURLToPath(new URL('./isolated.mjs', import.meta.url));

/** Runs every command line of `every-command.mjs` in a network of its own; or says why this machine cannot. */
export async function runIsolated(world: World): Promise<IsolatedRow[] | string> {
  if (process.platform !== 'linux') return 'needs the network namespaces of Linux';
  const names = join(world.root, 'resolv.conf');
  writeFileSync(names, '');
  const apart = ['--user', '--map-root-user', '--net', '--mount', 'sh', SETUP, names];
  if (spawnSync('unshare', [...apart, 'true'], { stdio: 'ignore' }).status !== 0)
    return 'needs user and network namespaces (unshare, ip), which are not allowed here';
  const running = promisify(execFile)('unshare', [...apart, process.execPath, DRIVER], { maxBuffer: 10_000_000, timeout: 280_000 });
  running.child.stdin?.end(JSON.stringify({ bin: BIN, project: world.project, env: { LANG: 'C.UTF-8', TERM: 'dumb', EDITOR: 'true', ...world.env } }));
  const { stdout } = await running;
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as IsolatedRow);
}
