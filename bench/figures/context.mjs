import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadLanguages } from '../languages-bundle.mjs';
import { fileName, makeProject, median, ocode, peakMemory, run, source, write } from '../measure.mjs';

const BARE_PARSERS = fileURLToPath(new URL('../reference/bare-parsers.mjs', import.meta.url));
const COLD_ROUNDS = 3;

export const contextFigures = [
  {
    name: 'context: warm build, 3,000 files, one changed',
    measure: async () => {
      const cwd = makeProject('warm', 3000);
      await ocode(['index'], { cwd });
      const times = [];
      const status = [];
      for (let round = 0; round < 9; round++) {
        write(cwd, fileName(round), `${source(round)}// round ${round}\n`);
        const { stats } = JSON.parse((await ocode(['context', 'where is the cache step?', '--json'], { cwd })).stdout);
        times.push(stats.ms);
        status.push((await run('git', ['status', '--porcelain'], { cwd })).ms);
      }
      const [ours, git] = [median(times), median(status)];
      return [{ value: `${ours.toFixed(0)} ms`, reference: `git status ${git.toFixed(0)} ms`, ratio: ours / git, goal: '≤ 150 ms', ok: ours <= 150 }];
    },
  },
  {
    name: 'context: cold index, 3,000 files',
    measure: async () => {
      const cwd = makeProject('cold', 3000);
      await loadLanguages();
      const threads = String(Math.min(2, availableParallelism()));
      const bare = async (...how) => {
        const { ms, code, stderr } = await run(process.execPath, [BARE_PARSERS, cwd, threads, ...how]);
        if (code !== 0) throw new Error(stderr.trim());
        return ms;
      };
      const [ours, parse, query, peaks] = [[], [], [], []];
      for (let round = 0; round < COLD_ROUNDS; round++) {
        parse.push(await bare());
        query.push(await bare('--query'));
        let peak = 0;
        let watch;
        const { ms } = await ocode(['index'], {
          cwd,
          env: { OCODE_HOME: join(cwd, `../cold-home-${round}`) },
          onSpawn: (child) => {
            watch = setInterval(() => {
              try {
                peak = Math.max(peak, peakMemory(child.pid) || 0);
              } catch {
                // Gone between two looks.
              }
            }, 50);
          },
        }).finally(() => clearInterval(watch));
        ours.push(ms);
        peaks.push(peak);
      }
      const share = (reference) => median(reference) / median(ours);
      const seconds = (list) => `${(median(list) / 1000).toFixed(1)} s`;
      return [
        {
          value: seconds(ours),
          reference: `the same parsers and queries in a bare loop of ${threads} threads ${seconds(query)}`,
          ratio: share(query),
          goal: '≥ 80 % of the bare loop',
          ok: share(query) >= 0.8,
        },
        {
          figure: 'context: cold index beside a loop that only parses',
          value: seconds(ours),
          reference: `parse and drop ${seconds(parse)}`,
          ratio: share(parse),
        },
        { figure: 'memory: ocode index, cold, 3,000 files', value: `${median(peaks).toFixed(0)} MB`, goal: '≤ 200 MB', ok: median(peaks) <= 200 },
      ];
    },
  },
];
