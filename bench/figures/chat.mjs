// The interactive mode in a real pseudo-terminal: when its prompt is there, and what a streamed chunk costs on the screen.
import { spawn } from 'node-pty';
import { BIN, bareNode, byTurns, done, ENV, makeProject, median, startServer, words } from '../measure.mjs';

const ROUNDS = 15;
const CHUNKS = 20_000;
const PROMPT = '\x1b[3G';
/** A piece of every kind of markdown; the number keeps the text from repeating itself, which ocode would stop. */
const MARKDOWN = [
  (n) => `## Head ${n}\n`,
  (n) => `Some${n} `,
  () => 'text `co',
  (n) => `de${n}\` `,
  () => '**bo',
  (n) => `ld${n}** `,
  (n) => `.\n- item ${n}\n`,
];
const PATIENCE_MS = 60_000;

/** The program in a pseudo-terminal; `until` resolves when a text was printed after the one waited for before. */
function openTerminal(cwd, env) {
  const child = spawn(process.execPath, [BIN], { cwd, cols: 120, rows: 40, env: { ...ENV, TERM: 'xterm-256color', ...env } });
  let text = '';
  let wake = () => {};
  child.onData((data) => {
    text += data;
    wake();
  });
  const ended = new Promise((resolve) => child.onExit(resolve));
  const until = async (wanted) => {
    let fail;
    const late = new Promise((_, reject) => {
      fail = reject;
    });
    const deadline = setTimeout(() => {
      child.kill();
      fail(new Error(`"${wanted}" did not come; there was ${text.slice(-200)}`));
    }, PATIENCE_MS);
    while (!text.includes(wanted)) {
      const more = new Promise((resolve) => {
        wake = resolve;
      });
      await Promise.race([late, more]);
    }
    clearTimeout(deadline);
    text = text.slice(text.indexOf(wanted) + wanted.length);
  };
  const leave = async () => {
    child.write('\x04');
    await ended;
  };
  return { until, write: (keys) => child.write(keys), leave };
}

async function timeToPrompt(cwd, env) {
  const started = performance.now();
  const terminal = openTerminal(cwd, env);
  await terminal.until(PROMPT);
  const ms = performance.now() - started;
  await terminal.leave();
  return ms;
}

/** Milliseconds from the answer's first byte at the server to its closing line on the screen. */
async function timeOfAnswer(cwd, body) {
  let begun = 0;
  const server = await startServer(({ response }) => {
    begun = performance.now();
    response.end(body + done);
  });
  const terminal = openTerminal(cwd, { OLLAMA_HOST: server.url });
  await terminal.until(PROMPT);
  terminal.write('x\r');
  await terminal.until('1 turn · ');
  const ms = performance.now() - begun;
  await terminal.leave();
  await server.close();
  return ms;
}

export const chatFigures = [
  {
    name: 'chat: prompt on the screen after start',
    measure: async () => {
      const cwd = makeProject('chat', 30);
      const env = { OLLAMA_HOST: 'http://127.0.0.1:9' };
      const [prompt, bare] = await byTurns(ROUNDS, () => timeToPrompt(cwd, env), bareNode);
      const reference = `node -e 0 ${bare.toFixed(0)} ms`;
      return [{ value: `${prompt.toFixed(0)} ms`, reference, ratio: prompt / bare, goal: '≤ 2 × node -e 0', ok: prompt / bare <= 2 }];
    },
  },
  {
    name: 'chat: a streamed chunk of markdown through to the screen',
    measure: async () => {
      const cwd = makeProject('chat-stream', 5);
      const packet = Array.from({ length: CHUNKS }, (_, index) => words(MARKDOWN[index % MARKDOWN.length](index))).join('');
      await timeOfAnswer(cwd, words('x'));
      const rounds = [];
      for (let round = 0; round < 3; round++) {
        const short = await timeOfAnswer(cwd, words('x'));
        rounds.push((await timeOfAnswer(cwd, packet)) - short);
      }
      const each = median(rounds) / CHUNKS;
      return [{ value: `${(1000 * each).toFixed(0)} µs a chunk, parsing and terminal included`, goal: '≤ 0.2 ms', ok: each <= 0.2 }];
    },
  },
];
