import { fileURLToPath } from 'node:url';
import { BIN, calls, done, makeProject, median, run, startServer, words } from '../measure.mjs';

const ROUNDS = 30;
const CHUNKS = 20_000;
const SLOW_CHUNKS = 300;
const OCODE = [BIN, '-p', 'read it', '--ephemeral', '--context', 'off', '--num-ctx', '32768'];
const BARE = [fileURLToPath(new URL('../reference/bare-client.mjs', import.meta.url))];

export const loopFigures = [
  {
    name: 'loop: end of an answer to the next request (one read call)',
    measure: async () => {
      const cwd = makeProject('loop', 30);
      const ours = await readingRun([BIN, '-p', 'read it', '--ephemeral', '--num-ctx', '32768'], cwd);
      const bare = await readingRun(BARE, cwd);
      const { requests } = ours;
      const fixed = Math.ceil((requests[0].messages[0].content.length + JSON.stringify(requests[0].tools).length) / 4);
      const prefixed = requests.slice(1).filter((body, index) => startsWith(body, requests[index])).length;
      const share = (100 * prefixed) / (requests.length - 1);
      return [
        {
          value: `${ours.gap.toFixed(1)} ms median`,
          reference: `bare client ${bare.gap.toFixed(1)} ms`,
          ratio: ours.gap / bare.gap,
          goal: '≤ 5 ms',
          ok: ours.gap <= 5,
        },
        { figure: 'prompt: fixed part', value: `${fixed} tokens`, goal: '≤ 1,200', ok: fixed <= 1200 },
        { figure: 'prompt: request N+1 starts with request N', value: `${share} %`, goal: '100 %', ok: share === 100 },
      ];
    },
  },
  {
    name: 'loop: 20,000 streamed chunks through to stdout',
    measure: async () => {
      const cwd = makeProject('stream', 5);
      const packet = Array.from({ length: CHUNKS }, (_, index) => words(`w${index} `)).join('');
      const timed = async (command, body) => {
        let begun = 0;
        const server = await startServer(({ response }) => {
          begun = performance.now();
          response.end(body + done);
        });
        await finished(command, { cwd, env: { OLLAMA_HOST: server.url } });
        await server.close();
        return performance.now() - begun;
      };
      const spent = { ours: [], bare: [] };
      await timed(OCODE, words('x'));
      for (let round = 0; round < 5; round++) {
        for (const [who, command] of [
          ['ours', OCODE],
          ['bare', BARE],
        ]) {
          const short = await timed(command, words('x'));
          spent[who].push((await timed(command, packet)) - short);
        }
      }
      const rate = (times) => CHUNKS / (median(times) / 1000);
      const [ours, bare] = [rate(spent.ours), rate(spent.bare)];
      const count = (value) => Math.round(value).toLocaleString('en');
      return [
        {
          value: `${count(ours)} chunks/s`,
          reference: `bare client ${count(bare)}`,
          ratio: ours / bare,
          goal: '≥ 50,000 chunks/s',
          ok: ours >= 50_000,
          note: `${((1000 * median(spent.ours)) / CHUNKS).toFixed(1)} µs a chunk`,
        },
      ];
    },
  },
  {
    name: 'loop: from a chunk at the server to its text on stdout',
    measure: async () => {
      const cwd = makeProject('slow', 5);
      const delay = async (command) => {
        const sent = [];
        const delays = [];
        const server = await startServer(async ({ response }) => {
          for (let index = 0; index < SLOW_CHUNKS; index++) {
            sent.push(performance.now());
            response.write(words(`${index} `));
            await new Promise((resolve) => setTimeout(resolve, 3));
          }
          response.end(done);
        });
        await finished(command, {
          cwd,
          env: { OLLAMA_HOST: server.url },
          onStdout: (chunk) => {
            const now = performance.now();
            for (const _ of String(chunk).matchAll(/\d+ /g)) delays.push(now - sent[delays.length]);
          },
        });
        await server.close();
        if (delays.length !== SLOW_CHUNKS) throw new Error(`${delays.length} of ${SLOW_CHUNKS} chunks arrived`);
        return median(delays.slice(20));
      };
      const [ours, bare] = [await delay(OCODE), await delay(BARE)];
      return [
        {
          value: `${ours.toFixed(2)} ms median`,
          reference: `bare client ${bare.toFixed(2)} ms`,
          ratio: ours / bare,
          goal: 'adds ≤ 1 ms',
          ok: ours - bare <= 1,
        },
      ];
    },
  },
];

/** A run of that many read calls: the median milliseconds between the end of an answer and the next request, and the requests. */
async function readingRun(command, cwd) {
  const gaps = [];
  const requests = [];
  let ended = 0;
  const server = await startServer(({ body, at, response }) => {
    requests.push(body);
    if (ended) gaps.push(at - ended);
    if (requests.length > ROUNDS) return response.end(words('Done.') + done);
    response.end(calls(['read', { path: 'src/area0/module-0.ts', start_line: requests.length, end_line: requests.length + 5 }]) + done);
    ended = performance.now();
  });
  await finished(command, { cwd, env: { OLLAMA_HOST: server.url } });
  await server.close();
  if (gaps.length !== ROUNDS) throw new Error(`${gaps.length} of ${ROUNDS} calls were answered`);
  return { gap: median(gaps), requests };
}

async function finished(command, options) {
  const { code, stderr } = await run(process.execPath, command, options);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}`);
}

function startsWith(body, before) {
  return (
    JSON.stringify(before.tools) === JSON.stringify(body.tools) &&
    before.messages.every((message, index) => JSON.stringify(message) === JSON.stringify(body.messages[index]))
  );
}
