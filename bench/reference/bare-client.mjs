// The least a client can do: ask, stream the answer to stdout, read the file of each call, ask again. Reference of the loop's figures.
// OLLAMA_HOST as ocode has it.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';

const messages = [{ role: 'user', content: 'read it' }];
for (let calls = await ask(); calls.length > 0; calls = await ask())
  for (const { function: call } of calls)
    messages.push({ role: 'tool', tool_name: call.name, content: readFileSync(call.arguments.path, 'utf8').slice(0, 500) });

function ask() {
  return new Promise((resolve, reject) => {
    const sent = request(`${process.env.OLLAMA_HOST}/api/chat`, { method: 'POST' }, (response) => {
      const calls = [];
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const { message } = JSON.parse(line);
          if (message.content) process.stdout.write(message.content);
          calls.push(...(message.tool_calls ?? []));
        }
      });
      response.on('end', () => resolve(calls));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ model: 'bench', messages }));
  });
}
