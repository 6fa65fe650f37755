import { runChatMode } from '../modes/chat/index.js';
import type { OpenChat } from '../modes/chat/open-chat.js';
import { colorsWanted } from './colors.js';
import { composeWorkbench, type Workbench } from './compose.js';
import { composeChat } from './compose-chat.js';
import { openSession } from './open-session.js';
import type { RootOptions } from './options.js';

/** Interactive. Returns the exit code. `opened`: the prompt, when it is there already. */
export async function runChat(options: RootOptions, runProgram: (args: readonly string[]) => Promise<number>, opened?: OpenChat): Promise<number> {
  const { env, stdout } = process;
  const open = opened ?? (await import('../modes/chat/open-chat.js')).openChat(env, colorsWanted(options, stdout));
  let bench: Workbench | undefined;
  let gone = false;
  try {
    const end = await runChatMode(open, {
      env,
      connect: async (terminal) => {
        const made = await composeWorkbench(options, { interactive: true });
        bench = made;
        return { theme: made.settings.theme, ports: composeChat(made, terminal, { open: () => openSession(made, options), runProgram }) };
      },
    });
    gone = end.gone;
    return end.exitCode;
  } finally {
    await bench?.close();
    if (gone) dieOfHangUp();
  }
}

/** As the signal would have done it. Node itself aborts when it leaves a terminal that is not there any more. */
function dieOfHangUp(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}
