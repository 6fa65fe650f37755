import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { runProcess } from '../../lib/process.js';

export interface ProcessRow {
  pid: number;
  parent: number;
  cpu: number;
  memory: number;
  elapsed: string;
  name: string;
}

/** `processes`: names only, never command lines, which carry passwords. */
export const processes = defineTool({
  name: 'processes',
  description: 'Running processes, busiest first.',
  input: () => z.object({ filter: z.string().min(1).optional(), limit: z.int().min(1).max(500).default(30) }),
  set: 'system',
  kind: 'read',
  aliases: ['ps', 'list_processes', 'process_list'],
  argAliases: { name: 'filter', pattern: 'filter', n: 'limit' },
  async run({ filter, limit }, context) {
    const columns = 'pid=,ppid=,pcpu=,pmem=,etime=,comm=';
    // Our own fixed command; inside the sandbox it would only see itself.
    const result = await runProcess({
      file: 'ps',
      args: ['-A', '-o', columns],
      cwd: context.cwd,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      timeout: 10_000,
      signal: context.signal,
    });
    if (result.cancelled) throw new ToolError('cancelled', 'cancelled');
    if (result.exitCode !== 0) throw new ToolError('failed', `ps: ${result.startError === undefined ? result.stderr.trim() : 'it is not installed'}`);
    const wanted = filter?.toLowerCase();
    const rows = parseProcesses(result.stdout)
      .filter((row) => wanted === undefined || row.name.toLowerCase().includes(wanted) || String(row.pid) === wanted)
      .sort((a, b) => b.cpu - a.cpu || b.memory - a.memory);
    if (rows.length === 0) return { text: filter === undefined ? 'no processes' : `no process whose name contains "${filter}"`, data: [] };
    const lines = rows.slice(0, limit).map((row) => `${row.pid}\t${row.cpu}%\t${row.memory}%\t${row.elapsed}\t${row.name}`);
    const more = rows.length > limit ? [`… ${rows.length - limit} more (use filter or limit)`] : [];
    return { text: ['pid\tcpu\tmemory\telapsed\tname', ...lines, ...more].join('\n'), data: rows.slice(0, limit) };
  },
});

export function parseProcesses(output: string): ProcessRow[] {
  return output.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+([\d.]+)\s+([\d.]+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (!match) return [];
    const [, pid, parent, cpu, memory, elapsed = '', name = ''] = match;
    return [{ pid: Number(pid), parent: Number(parent), cpu: Number(cpu), memory: Number(memory), elapsed, name }];
  });
}
