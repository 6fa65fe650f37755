import { fileName, makeProject, median, ocode, source, write } from '../measure.mjs';

export const contextFigures = [
  {
    name: 'context: warm build, 3,000 files, one changed',
    measure: async () => {
      const cwd = makeProject('warm', 3000);
      await ocode(['index'], { cwd });
      const times = [];
      for (let round = 0; round < 9; round++) {
        write(cwd, fileName(round), `${source(round)}// round ${round}\n`);
        const { stats } = JSON.parse((await ocode(['context', 'where is the cache step?', '--json'], { cwd })).stdout);
        times.push(stats.ms);
      }
      return [{ value: `${median(times).toFixed(0)} ms`, goal: '≤ 150 ms', ok: median(times) <= 150 }];
    },
  },
];
