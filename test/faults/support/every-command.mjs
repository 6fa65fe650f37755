// What the offline proofs run: shared by the test and by `isolated.mjs`, which plain Node starts in a network of its own.
import { fileURLToPath } from 'node:url';

const MCP_SERVER = fileURLToPath(new URL('../../fakes/mcp-server-stdio.mjs', import.meta.url));

/** @type {Record<string, string>} */
export const FILES = {
  'src/a.js': "import { b } from './b.js';\nexport function start() {\n  return b();\n}\n",
  'src/b.js': 'export const b = () => 1;\n',
  'a.txt': 'one\n',
};

/**
 * The stand-in model: a question with "work" in it makes it call a tool of every kind that could reach out.
 * @param {{ body: { messages: Array<{ role: string, content: string }> } }} request
 */
export function answer({ body }) {
  const last = body.messages.at(-1);
  if (last?.role !== 'user' || !last.content.includes('work')) return 'Done.';
  return {
    calls: [
      { name: 'read', args: { path: 'a.txt' } },
      { name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] } },
      { name: 'grep', args: { pattern: 'start' } },
      { name: 'bash', args: { command: 'ls' } },
      { name: 'fetch', args: { url: 'http://example.org/' } },
      { name: 'ping', args: { host: 'example.org' } },
      { name: 'git_status', args: {} },
      { name: 'git_diff', args: { commit: 'HEAD~1' } },
    ],
  };
}

/**
 * Command lines of every subcommand that leaves the machine alone by itself. `%s`: a session.
 * @type {Array<{ line: string, stdin?: string }>}
 */
export const LINES = [
  { line: 'config get model' },
  { line: 'config set verbose false' },
  { line: 'config unset verbose' },
  { line: 'config list --json' },
  { line: 'config path' },
  { line: 'config edit' },
  { line: 'config validate' },
  { line: 'init' },
  { line: 'sessions list' },
  { line: 'sessions show %s' },
  { line: 'sessions export %s --format json' },
  { line: 'sessions search work' },
  { line: 'sessions fork %s' },
  { line: 'sessions import session.json' },
  { line: 'sessions cleanup' },
  { line: 'sessions delete none' },
  { line: 'undo --list' },
  { line: 'context start --json' },
  { line: 'index' },
  { line: 'symbols src/a.js' },
  { line: 'tools list' },
  { line: 'tools show read' },
  { line: 'tools run ls {}' },
  { line: 'permissions check ls' },
  { line: 'permissions list' },
  { line: 'permissions allow bash(ls)' },
  { line: 'permissions deny bash(rm)' },
  { line: 'permissions ask bash(cp)' },
  { line: 'permissions reset' },
  { line: `mcp add fake -- ${process.execPath} ${MCP_SERVER}` },
  { line: 'mcp list' },
  { line: 'mcp get fake' },
  { line: 'mcp test fake' },
  { line: 'mcp call fake echo {"text":"x"} --allow mcp(*)' },
  { line: 'mcp remove fake' },
  { line: 'mcp serve', stdin: '' },
  { line: 'models list' },
  { line: 'models show test-model' },
  { line: 'models pull test-model' },
  { line: 'models use test-model' },
  { line: 'doctor' },
  { line: 'prompt hello' },
  { line: 'trust' },
  { line: 'auth login', stdin: 'key\n' },
  { line: 'auth status' },
  { line: 'auth logout' },
  { line: 'completion bash' },
  { line: 'acp', stdin: '' },
];

/**
 * Tools, and what else starts git, ripgrep and other programs.
 * @type {Array<{ line: string, stdin?: string }>}
 */
export const PROGRAMS = [
  { line: 'tools run git_status {}' },
  { line: 'tools run git_log {"path":"a.txt"}' },
  { line: 'tools run git_diff {"commit":"HEAD~1"}' },
  { line: 'tools run git_branch {"action":"list"}' },
  { line: 'tools run git_stash {"action":"list"}' },
  { line: 'tools run grep {"pattern":"start"}' },
  { line: 'tools run glob {"pattern":"**/*"}' },
  { line: 'tools run find_symbol {"name":"start"}' },
  { line: 'tools run todos {}' },
  { line: 'tools run architecture {"view":"overview"}' },
  { line: 'tools run which {"name":"git"}' },
  { line: 'tools run processes {}' },
  { line: 'tools run fetch {"url":"http://example.org/"}' },
  { line: 'tools run ping {"host":"example.org"}' },
  { line: 'index --clear' },
  { line: 'index --json' },
  { line: 'context one --json' },
  { line: '-p hello --model other-model' },
  { line: '-c -p work' },
  { line: 'tools run write {"path":"b.txt","content":"b"}' },
  { line: 'undo' },
];
