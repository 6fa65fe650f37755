// The session that the README shows. The test plays it against the built program and looks at the files at each step; the
// recording plays the same steps and draws what the terminal shows.
import { QUESTION, TASK, TEST_QUESTION, WHY_QUESTION } from './demo-project.mjs';

/** What `readline` writes when a prompt is ready for keys. */
const PROMPT = '\x1b[3G';

/** Chat, approval, undo, compact, resume. @param {import('./demo-session.d.mts').Stage} stage */
export async function playSession(stage) {
  const { start, until, type, press, show, at, ended } = stage;
  const ready = async () => {
    await until(' tokens · ');
    await until(PROMPT);
  };
  const say = async (line) => {
    await type(line);
    await show(300);
    press('\r');
  };
  start([]);
  await ready();
  await show(900);
  await say(QUESTION);
  await ready();
  await at('answered');
  await show(2200);
  await say(TASK);
  await until('[e]dit');
  await at('asked');
  await show(2800);
  press('y');
  await ready();
  await at('changed');
  await show(1800);
  await say('/undo');
  await ready();
  await at('undone');
  await show(1800);
  await say(TEST_QUESTION);
  await ready();
  await say(WHY_QUESTION);
  await ready();
  await show(1200);
  await say('/compact');
  await until('history shortened');
  await ready();
  await at('shortened');
  await show(1800);
  await say('/exit');
  await ended();
  start(['-c']);
  await ready();
  await at('resumed');
  await show(3000);
  press('\x04');
  return ended();
}
