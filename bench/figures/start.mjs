import { BIN, bareNode, byTurns, done, makeProject, median, ocode, peakMemory, run, startServer, words } from '../measure.mjs';

export const ROUNDS = 15;
const ms = (value) => `${value.toFixed(0)} ms`;

/** Milliseconds from the start of the process to the first byte of the chat request; the largest memory when the answer ends. */
export async function firstRequest(cwd, { question = 'where is the cache step?', args = [] } = {}) {
  let arrived = 0;
  let started = 0;
  let child;
  let peak = 0;
  const server = await startServer(({ at, response }) => {
    arrived ||= at;
    response.write(words('It is here.'));
    setTimeout(() => {
      peak = peakMemory(child.pid);
      response.end(done);
    }, 30);
  });
  await ocode(['-p', question, '--ephemeral', ...args], {
    cwd,
    env: { OLLAMA_HOST: server.url },
    onSpawn: (spawned, at) => {
      child = spawned;
      started = at;
    },
  });
  await server.close();
  return { ms: arrived - started, peak };
}

let small;
let large;
const smallProject = () => (small ??= makeProject('small', 30));
const largeProject = () => (large ??= makeProject('large', 3000));

export const startFigures = [
  {
    name: 'start: --version',
    measure: async () => {
      const [version, bare] = await byTurns(ROUNDS, async () => (await run(process.execPath, [BIN, '--version'])).ms, bareNode);
      return [{ value: ms(version), reference: `node -e 0 ${ms(bare)}`, ratio: version / bare, goal: '≤ 1.5 × node -e 0', ok: version / bare <= 1.5 }];
    },
  },
  {
    name: 'start: first request, small repository, warm',
    measure: async () => {
      const cwd = smallProject();
      await firstRequest(cwd);
      const [first, bare] = await byTurns(ROUNDS, async () => (await firstRequest(cwd)).ms, bareNode);
      return [
        {
          value: ms(first),
          reference: `node -e 0 ${ms(bare)}`,
          ratio: first / bare,
          goal: '≤ 200 ms and ≤ 3.5 × node -e 0',
          ok: first <= 200 && first / bare <= 3.5,
        },
      ];
    },
  },
  {
    name: 'start: first request, 3,000 files, warm',
    measure: async () => {
      const [tiny, big] = [smallProject(), largeProject()];
      const cold = await firstRequest(big);
      await ocode(['index'], { cwd: big });
      const peaks = [];
      const [large3000, small30] = await byTurns(
        ROUNDS,
        async () => {
          const { ms: time, peak } = await firstRequest(big);
          peaks.push(peak);
          return time;
        },
        async () => (await firstRequest(tiny)).ms,
      );
      return [
        { value: ms(large3000), reference: `30 files ${ms(small30)}`, ratio: large3000 / small30, goal: '≤ 2 × the small one', ok: large3000 / small30 <= 2 },
        { figure: 'memory: one-shot in 3,000 files, cold', value: `${cold.peak.toFixed(0)} MB`, goal: '≤ 200 MB', ok: cold.peak <= 200 },
        { figure: 'memory: one-shot in 3,000 files, warm', value: `${median(peaks).toFixed(0)} MB`, goal: '≤ 130 MB', ok: median(peaks) <= 130 },
      ];
    },
  },
];
