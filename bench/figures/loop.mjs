import { calls, done, makeProject, median, ocode, startServer, words } from '../measure.mjs';

const CHUNKS = 20_000;

export const loopFigures = [
  {
    name: 'loop: end of an answer to the next request (one read call)',
    measure: async () => {
      const cwd = makeProject('loop', 30);
      const gaps = [];
      const requests = [];
      let ended = 0;
      const server = await startServer(({ body, at, response }) => {
        requests.push(body);
        if (ended) gaps.push(at - ended);
        if (requests.length > 30) return response.end(words('Done.') + done);
        response.end(calls(['read', { path: 'src/area0/module-0.ts', start_line: requests.length, end_line: requests.length + 5 }]) + done);
        ended = performance.now();
      });
      await ocode(['-p', 'read it', '--ephemeral', '--num-ctx', '32768'], { cwd, env: { OLLAMA_HOST: server.url } });
      await server.close();
      const fixed = Math.ceil((requests[0].messages[0].content.length + JSON.stringify(requests[0].tools).length) / 4);
      const prefixed = requests.slice(1).filter((body, index) => startsWith(body, requests[index])).length;
      const share = (100 * prefixed) / (requests.length - 1);
      return [
        { value: `${median(gaps).toFixed(1)} ms median`, goal: '≤ 5 ms', ok: median(gaps) <= 5 },
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
      const timed = async (body) => {
        let begun = 0;
        const server = await startServer(({ response }) => {
          begun = performance.now();
          response.end(body + done);
        });
        const { ms, stdout } = await ocode(['-p', 'x', '--ephemeral', '--context', 'off'], { cwd, env: { OLLAMA_HOST: server.url } });
        await server.close();
        return { ms: performance.now() - begun, all: ms, bytes: stdout.length };
      };
      await timed(words('x'));
      const rounds = [];
      for (let round = 0; round < 5; round++) {
        const short = await timed(words('x'));
        const long = await timed(packet);
        rounds.push(long.ms - short.ms);
      }
      const spent = median(rounds);
      const rate = CHUNKS / (spent / 1000);
      return [
        {
          value: `${Math.round(rate).toLocaleString('en')} chunks/s (${((1000 * spent) / CHUNKS).toFixed(1)} µs a chunk)`,
          goal: '≥ 50,000 chunks/s',
          ok: rate >= 50_000,
        },
      ];
    },
  },
];

function startsWith(body, before) {
  return (
    JSON.stringify(before.tools) === JSON.stringify(body.tools) &&
    before.messages.every((message, index) => JSON.stringify(message) === JSON.stringify(body.messages[index]))
  );
}
