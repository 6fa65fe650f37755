import type { Access, JudgedCall, SecurityDecision, SecurityJudge } from '../../contract/security.js';
import type { Road } from '../../engine/run-tool.js';
import type { RootOptions } from '../options.js';
import { tellNotices } from '../tell.js';

/** `ocode mcp serve`: reads only, unless the command line says more. */
export async function serve(options: RootOptions): Promise<number> {
  const { composeWorkbench } = await import('../compose.js');
  const { composeRoad } = await import('../compose-engine.js');
  const { serveMcp } = await import('../../modes/mcp-server.js');
  const { serverParts } = await import('../mcp-server-parts.js');
  const { interruption } = await import('../signals.js');
  const { ownStdout } = await import('../own-stdout.js');
  const bench = await composeWorkbench(options, { interactive: false });
  const note = (text: string): void => tellNotices(options, [text]);
  tellNotices(options, bench.warnings.splice(0));
  const stop = interruption();
  const output = ownStdout();
  try {
    const writes = options.permissionMode !== undefined;
    const road = composeRoad(bench);
    const careful: Road = writes ? road : { ...road, security: readsOnly(road.security) };
    await serveMcp(
      serverParts(bench, careful, writes || (options.allow ?? []).some(allowsWrites), note),
      { input: process.stdin, output: output.stream },
      stop.signal,
    );
    return stop.exitCode ?? 0;
  } finally {
    stop.dispose();
    process.stdin.destroy();
    await bench.close();
    output.release();
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
