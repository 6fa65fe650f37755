// The fake server on stdio. argv: mode, log file. More modes here: exits noisy garbage flood dies stubborn family deaf lateids spam
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from './mcp-server-core.mjs';

const [mode = 'normal', log] = process.argv.slice(2);
const note = (text) => log && appendFileSync(log, `${text}\n`);
note(`started ${process.pid}`);

if (mode === 'exits') {
  process.stderr.write('cannot start: no licence\n');
  process.exit(3);
}
if (mode === 'noisy') process.stdout.write('Welcome!\nlistening …\n{"jsonrpc":"2.0"}\n{"id":1}\nnull\n[]\n');
if (mode === 'flood') {
  process.stdout.on('error', () => process.exit(0));
  const chunk = 'x'.repeat(1 << 20);
  const pour = () => process.stdout.write(chunk, pour);
  pour();
}
if (mode === 'family') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  note(`child ${child.pid}`);
}
if (mode === 'stubborn') process.on('SIGTERM', () => note('SIGTERM'));

if (mode === 'deaf') setInterval(() => {}, 1000);
// Notifications and log messages without end.
if (mode === 'spam') {
  setInterval(() => {
    for (let count = 0; count < 20; count++) {
      process.stdout.write('{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"error","data":"again"}}\n');
      process.stdout.write('{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n{"jsonrpc":"2.0","id":12345,"result":{}}\n');
    }
  }, 10);
}

const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const handle = createServer(mode, send, note);
let buffer = '';
process.stdin.on('data', (chunk) => {
  buffer += chunk;
  for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
    const line = buffer.slice(0, end);
    buffer = buffer.slice(end + 1);
    const message = JSON.parse(line);
    if (mode === 'deaf' && message.params?.cursor) process.stdin.pause();
    if (mode === 'lateids' && message.method === 'tools/call') message.id += 1000;
    if (mode === 'dies' && message.method === 'tools/call') process.exit(4);
    if (mode === 'garbage') {
      process.stdout.write(`{"jsonrpc":"2.0","id":${message.id},"result":`);
      process.stdout.write('\n\u0000\u0001\u0002{{{\n');
      continue;
    }
    handle(message);
  }
});
process.stdin.on('end', () => {
  note('stdin closed');
  if (mode === 'stubborn') setInterval(() => {}, 1000);
  else process.exit(0);
});
