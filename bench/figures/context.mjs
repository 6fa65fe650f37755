import { fileName, makeProject, median, ocode, run, source, write } from '../measure.mjs';

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
];
