// Records the picture in the README: runs the built program in a real pseudo-terminal on the demo project, and draws the
// screens it shows as an animated SVG. `npm run build && node scripts/record.mjs` writes docs/demo.svg.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import headless from '@xterm/headless';
import { spawn } from 'node-pty';
import { DEMO_FILES, startDemoServer } from './demo-project.mjs';
import { playSession } from './demo-session.mjs';
import { animate } from './svg-screens.mjs';

const COLUMNS = 100;
const ROWS = 30;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ocode-record-'));
const project = join(folder, 'greeter');
const server = await startDemoServer({ chunkDelayMs: 10 });
try {
  for (const [name, text] of Object.entries(DEMO_FILES)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: project });
  const frames = await record();
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/demo.svg'), animate(frames, { columns: COLUMNS, rows: ROWS }));
  console.log(`docs/demo.svg: ${frames.length} screens`);
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Plays the session and returns its screens: cells and how long each is shown, in milliseconds. */
async function record() {
  const frames = [];
  let terminal;
  let child;
  let exit;
  let seen = '';
  const show = async (ms) => {
    await new Promise((resolve) => terminal.write('', resolve));
    frames.push({ ms, lines: screenLines(terminal) });
  };
  await playSession({
    start: (args) => {
      terminal ??= new headless.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
      terminal.write(`\x1b[2m$\x1b[0m ocode ${args.join(' ')}\r\n`);
      const env = { PATH: process.env.PATH, HOME: folder, OCODE_HOME: join(folder, 'home'), OLLAMA_HOST: server.url, OCODE_MODEL: server.model };
      child = spawn(process.execPath, [join(root, 'bin/ocode.mjs'), ...args], {
        cwd: project,
        cols: COLUMNS,
        rows: ROWS,
        env: { ...env, TERM: 'xterm-256color' },
      });
      child.onData((data) => {
        seen += data;
        terminal.write(data);
      });
      exit = new Promise((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)));
    },
    until: async (text) => {
      const deadline = Date.now() + 20_000;
      let next = 0;
      while (!seen.includes(text)) {
        if (Date.now() > deadline) throw new Error(`"${text}" did not come; there was: ${seen}`);
        await pause(10);
        // What comes meanwhile is shown while it comes.
        if (++next % 12 === 0) await show(120);
      }
      seen = seen.slice(seen.indexOf(text) + text.length);
    },
    type: async (line) => {
      for (let end = 0; end < line.length; end += 6) {
        child.write(line.slice(end, end + 6));
        await pause(30);
        await show(120);
      }
    },
    press: (keys) => child.write(keys),
    show,
    at: () => {},
    ended: () => exit,
  });
  return frames;
}

/** The visible rows as runs of equal looks. */
function screenLines(terminal) {
  const buffer = terminal.buffer.active;
  return Array.from({ length: ROWS }, (_, row) => {
    const line = buffer.getLine(buffer.viewportY + row);
    const runs = [];
    for (let column = 0; column < COLUMNS; column++) {
      const cell = line?.getCell(column);
      if (!cell || cell.getWidth() === 0) continue;
      const look = { color: cell.isFgDefault() ? -1 : cell.getFgColor(), bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
      const last = runs.at(-1);
      const text = cell.getChars() || ' ';
      if (last && last.color === look.color && last.bold === look.bold && last.dim === look.dim) last.text += text;
      else runs.push({ ...look, column, text });
    }
    return runs.filter((run) => run.text.trim() !== '');
  });
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
