import { z } from 'zod';
import type { Access, JudgedCall, SecurityDecision, SecurityJudge } from '../../contract/security.js';
import type { Tool } from '../../contract/tool.js';
import { type Road, runTool } from '../../engine/run-tool.js';
import type { McpServerParts } from '../../modes/mcp-server.js';
import type { Workbench } from '../compose.js';
import type { RootOptions } from '../options.js';
import { cliVersion } from '../version.js';

/** Sets that make no sense for another program: it has its own servers and agents, and lists tools itself. */
const OWN_SETS = new Set(['mcp', 'agent', 'memory']);
const OWN_TOOLS = new Set(['more_tools', 'use_tool']);
const MOST_FILES_WITH_SYMBOLS = 400;

/** `ocode mcp serve`: reads only, unless the command line says more. */
export async function serve(options: RootOptions): Promise<number> {
  const { composeRoad, composeWorkbench } = await import('../compose.js');
  const { serveMcp } = await import('../../modes/mcp-server.js');
  const { interruption } = await import('../signals.js');
  const bench = await composeWorkbench(options, { interactive: false });
  const note = (text: string): void => {
    if (!options.quiet) process.stderr.write(`ocode: ${text}\n`);
  };
  for (const warning of bench.warnings) note(warning);
  const stop = interruption();
  try {
    const writes = options.permissionMode !== undefined;
    const road = composeRoad(bench);
    const careful: Road = writes ? road : { ...road, security: readsOnly(road.security) };
    await serveMcp(
      serverParts(bench, careful, writes || (options.allow ?? []).some(allowsWrites), note),
      { input: process.stdin, output: process.stdout },
      stop.signal,
    );
    return stop.exitCode ?? 0;
  } finally {
    stop.dispose();
    process.stdin.destroy();
    await bench.close();
  }
}

/** The judge of the run, and beyond it: without a rule that allows it nothing is changed. */
export function readsOnly(judge: SecurityJudge): SecurityJudge {
  return {
    decide: async (call: JudgedCall): Promise<SecurityDecision> => {
      const decision = await judge.decide(call);
      if (decision.verdict !== 'allow' || decision.rule || !call.accesses.some(changes)) return decision;
      return { verdict: 'deny', reason: 'this server only reads; start it with --allow "edit(…)" or --permission-mode' };
    },
    grant: (scope) => judge.grant(scope),
    taint: (source) => judge.taint(source),
  };
}

function changes(access: Access): boolean {
  return access.kind === 'write' || access.kind === 'delete' || (access.kind === 'git' && access.action === 'write');
}

function allowsWrites(rule: string): boolean {
  return /^(?:edit|write|git)\b/.test(rule);
}

function serverParts(bench: Workbench, road: Road, writes: boolean, note: (text: string) => void): McpServerParts {
  const { index, registry, settings } = bench;
  const offered = (tool: Tool): boolean => {
    if (OWN_SETS.has(tool.set) || OWN_TOOLS.has(tool.name)) return false;
    if (tool.kind === 'edit') return writes;
    if (tool.kind === 'execute') return settings.permissions.allow_shell_exec;
    return tool.kind !== 'fetch' || road.context.settings.allowFetch;
  };
  let calls = 0;
  const call: McpServerParts['call'] = (name, args, signal, progress) => {
    calls += 1;
    const known = registry.find(name);
    if (known && !offered(known) && OWN_SETS.has(known.set)) return Promise.resolve({ ok: false, code: 'unknown_tool', text: `There is no tool "${name}".` });
    return runTool(road, { id: `mcp-${calls}`, name, args }, (event) => event.type === 'tool_progress' && progress(event.text), signal);
  };
  const byTool = async (name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<string> => (await call(name, args, signal, () => {})).text;
  const symbols: McpServerParts['symbols'] = async (path, signal) => {
    if (!(await mayRead(road, path))) return undefined;
    const found = await index.symbols(path, signal).catch(() => undefined);
    return found?.map((symbol) => `${symbol.line}: ${symbol.kind} ${symbol.parent ? `${symbol.parent}.` : ''}${symbol.name}`);
  };
  return {
    version: cliVersion(),
    root: bench.places.root,
    note,
    call,
    symbols,
    files: (signal) => index.files(signal),
    read: async (path) => {
      if (!(await mayRead(road, path))) return undefined;
      try {
        return await road.context.files.read(road.context.files.resolve(path, 'read'));
      } catch {
        return undefined;
      }
    },
    tools: async () =>
      registry
        .list()
        .filter(offered)
        .map((tool) => ({
          name: tool.name,
          description: tool.description,
          parameters: tool.parameters ?? (z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>),
          readOnly: tool.kind === 'read' || tool.kind === 'search' || tool.kind === 'think',
        })),
    view: async (uri, signal) => {
      if (uri === 'ocode://git/status') return byTool('git_status', {}, signal);
      if (uri === 'ocode://project/structure') return byTool('architecture', { view: 'structure' }, signal);
      if (uri === 'ocode://project/dependencies') {
        const graph = await index.graph(signal);
        return graph
          .filter((file) => file.imports.length > 0)
          .map((file) => `${file.path}: ${file.imports.join(', ')}`)
          .join('\n');
      }
      const files = await index.files(signal);
      const parts: string[] = [];
      for (const path of files.slice(0, MOST_FILES_WITH_SYMBOLS)) {
        const lines = await symbols(path, signal);
        if (lines && lines.length > 0) parts.push(`${path}\n${lines.map((line) => `  ${line}`).join('\n')}`);
      }
      const left = files.length - MOST_FILES_WITH_SYMBOLS;
      return [...parts, ...(left > 0 ? [`… ${left} more files; ocode://project/symbols/<path> has those of one`] : [])].join('\n');
    },
  };
}

/** Resources are judged as the read tool is. */
async function mayRead(road: Road, path: string): Promise<boolean> {
  const decision = await road.security.decide({ tool: 'read', kind: 'read', accesses: [{ kind: 'read', path }], args: { path } });
  return decision.verdict === 'allow';
}
