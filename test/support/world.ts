import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FakeOllama, type FakeOptions, startFakeOllama } from '../fakes/ollama-server.mjs';
import { type CliOptions, type CliRun, runCli } from './run-cli.js';

/** A home, a project and a scripted server of their own, and the built program run in them. */
export interface World {
  root: string;
  project: string;
  home: string;
  env: Record<string, string | undefined>;
  server?: FakeOllama;
  files(map: Record<string, string | Buffer>): void;
  read(name: string): string;
  git(...args: string[]): string;
  serve(options: FakeOptions): Promise<FakeOllama>;
  ocode(args: readonly string[], options?: Partial<CliOptions>): Promise<CliRun>;
  ask(query: string, args?: readonly string[], options?: Partial<CliOptions>): Promise<CliRun>;
  end(): Promise<void>;
}

export function createWorld(): World {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-e2e-')));
  const project = join(root, 'project');
  const home = join(root, 'home');
  for (const folder of [project, home]) mkdirSync(folder);
  const servers: FakeOllama[] = [];
  const world: World = {
    root,
    project,
    home,
    env: {
      HOME: home,
      OCODE_HOME: join(home, '.ocode'),
      OCODE_MODEL: 'test-model',
      OLLAMA_HOST: 'http://127.0.0.1:9',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CEILING_DIRECTORIES: root,
    },
    files: (map) => {
      for (const [name, content] of Object.entries(map)) {
        mkdirSync(dirname(join(project, name)), { recursive: true });
        writeFileSync(join(project, name), content);
      }
    },
    read: (name) => readFileSync(join(project, name), 'utf8'),
    git: (...args) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    serve: async (options) => {
      const server = await startFakeOllama({ models: [{ name: 'test-model', capabilities: ['completion', 'tools'], contextLength: 32768 }], ...options });
      servers.push(server);
      world.server = server;
      world.env.OLLAMA_HOST = server.url;
      return server;
    },
    ocode: (args, options = {}) => runCli(args, { cwd: project, ...options, env: { ...world.env, ...options.env } }),
    ask: (query, args = [], options) => world.ocode(['-p', query, '--output-format', 'json', ...args], options),
    end: async () => {
      await Promise.all(servers.map((server) => server.close()));
      // What a run that was ended still writes must not spoil the test.
      await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
  return world;
}
