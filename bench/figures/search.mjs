import { rgPath } from '@vscode/ripgrep';
import { calls, done, line, makeProject, median, ocode, run, startServer, words } from '../measure.mjs';

const ROUNDS = 15;

export const searchFigures = [
  {
    name: 'search: grep over 3,000 files',
    measure: async () => {
      const pattern = (round) => `cacheStep${12 * (round + 1)}\\b`;
      const [ours, ripgrep] = await besideCalls(
        (round) => ['grep', { pattern: pattern(round) }],
        (cwd, round) => run(rgPath, ['-n', pattern(round), '.'], { cwd }),
      );
      return [{ value: ms(ours), reference: `ripgrep ${ms(ripgrep)}`, ratio: ours / ripgrep, goal: '≤ 2 × ripgrep', ok: ours / ripgrep <= 2 }];
    },
  },
  {
    name: 'search: glob over 3,000 files',
    measure: async () => {
      const [ours, git] = await besideCalls(
        (round) => ['glob', { pattern: `src/area${round}/*.ts` }],
        (cwd, round) => run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', `src/area${round}/*.ts`], { cwd }),
      );
      return [{ value: ms(ours), reference: `git ls-files ${ms(git)}`, ratio: ours / git }];
    },
  },
];

let made;
const project = () => (made ??= makeProject('search', 3000));
const ms = (value) => `${value.toFixed(1)} ms`;

/**
 * Medians of what a tool takes inside a run (as the run's own events tell it) and of a reference process; by turns: the
 * reference runs between the answers of the server. The first call, which loads the tool, does not count.
 */
async function besideCalls(call, reference) {
  const cwd = project();
  const others = [];
  let round = 0;
  const server = await startServer(async ({ response }) => {
    if (round > ROUNDS) return response.end(words('Done.') + done);
    others.push((await reference(cwd, round)).ms);
    response.end(
      calls(call(round)) + line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 1, eval_count: 1 }),
    );
    round++;
  });
  const { stdout } = await ocode(['-p', 'look', '--ephemeral', '--context', 'off', '--output-format', 'stream-json'], {
    cwd,
    env: { OLLAMA_HOST: server.url },
  });
  await server.close();
  const finished = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
    .filter(({ type }) => type === 'tool_finished');
  const failed = finished.find(({ ok }) => !ok);
  if (failed || finished.length <= ROUNDS) throw new Error(`the calls did not run: ${failed?.text ?? `${finished.length} of ${ROUNDS + 1}`}`);
  return [median(finished.slice(1).map((event) => event.ms)), median(others.slice(1))];
}
