// Runs command lines of ocode in a network of its own, where every address is this machine: so nothing leaves, and the kernel counts what any
// process, children included, tried to reach. Started by offline.test.ts through `isolated.sh`. Reads { bin, project, env, session } on stdin, writes
// one JSON object a line: { line, code, stderr, strange }.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startFakeOllama } from '../../fakes/ollama-server.mjs';
import { answer, LINES, PROGRAMS } from './every-command.mjs';

/** @type {{ bin: string, project: string, env: Record<string, string> }} */
const { bin, project, env } = JSON.parse(await text(process.stdin));
const server = await startFakeOllama({ models: [{ name: 'test-model', capabilities: ['completion', 'tools'], contextLength: 32768 }], rest: answer });

const first = await run({ line: '-p work --permission-mode auto-edit --output-format json' });
const session = String(JSON.parse(first.stdout).session_id);
writeFileSync(join(project, 'session.json'), (await run({ line: `sessions export ${session} --format json` })).stdout);
report(first);
for (const each of [...LINES, ...PROGRAMS]) report(await run({ ...each, line: each.line.replace('%s', session) }));
// The trap itself: a child that reaches out is counted, by name and by address.
report(await runProgram('address', process.execPath, ['-e', "require('http').get('http://198.51.100.7/').on('error', () => {})"]));
report(await runProgram('name', process.execPath, ['-e', "require('dns').lookup('example.org', () => {}); setTimeout(() => process.exit(), 500)"]));
report(await runProgram('git', 'git', ['ls-remote', 'http://198.51.100.7/x.git']));
await server.close();

/** @param {{ line: string, stdin?: string }} command */
function run({ line, stdin }) {
  return runProgram(line, process.execPath, [bin, ...line.split(' ')], stdin);
}

/** @param {string} line @param {string} file @param {string[]} args @param {string} [stdin] */
async function runProgram(line, file, args, stdin) {
  const before = counts();
  const child = spawn(file, args, {
    cwd: project,
    env: { ...env, PATH: process.env.PATH, OLLAMA_HOST: server.url },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (stdin !== undefined) child.stdin?.end(stdin);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.on('exit', resolve))]);
  const after = counts();
  // A connection to the server is made and accepted here; any other is only tried.
  return {
    line,
    code,
    stdout,
    stderr,
    strange: { connections: after.tried - before.tried - (after.accepted - before.accepted), datagrams: after.datagrams - before.datagrams },
  };
}

/** @param {{ line: string, code: unknown, stderr: string, strange: object }} what */
function report({ line, code, stderr, strange }) {
  console.log(JSON.stringify({ line, code, stderr: stderr.slice(0, 500), strange }));
}

/** What the kernel counted in this network so far (RFC 4022 and 4113; IPv6 has its own file for datagrams). */
function counts() {
  const rows = readFileSync('/proc/self/net/snmp', 'utf8').split('\n');
  /** @param {string} protocol @param {string} name */
  const counter = (protocol, name) => {
    const [names, values] = rows.filter((row) => row.startsWith(`${protocol}: `)).map((row) => row.split(' '));
    return Number(values?.[names?.indexOf(name) ?? -1]);
  };
  const six = /^Udp6OutDatagrams\s+(\d+)/m.exec(readFileSync('/proc/self/net/snmp6', 'utf8'));
  return {
    tried: counter('Tcp', 'ActiveOpens'),
    accepted: counter('Tcp', 'PassiveOpens'),
    datagrams: counter('Udp', 'OutDatagrams') + counter('Icmp', 'OutEchos') + Number(six?.[1] ?? 0),
  };
}
