import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Plugins share this process. What they print goes where everything for people goes: stdout belongs to the answer or to a
 * protocol. What they leave running and then fails (a timer, a promise nobody waits for) is a notice, not the end of the run.
 * Called when the first plugin is loaded; both hold until the process ends.
 */
export function keepInBounds(folders: readonly string[], notice: (text: string) => void): void {
  const isOfPlugin = (stack: string): boolean => folders.some((folder) => stack.includes(`${pathToFileURL(folder).href}/`) || stack.includes(folder + sep));
  quietConsole();
  quietStdout(isOfPlugin);
  const onStray = (error: unknown): void => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    // What is thrown without a place (a text) is not of ocode, which throws errors.
    if (isOfPlugin(stack) || stack === '' || (error as NodeJS.ErrnoException).code === 'ERR_UNHANDLED_REJECTION') {
      notice(`a plugin left something running that failed: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    // As if nobody listened.
    process.off('uncaughtException', onStray);
    setImmediate(() => {
      throw error;
    });
  };
  process.on('uncaughtException', onStray);
}

function quietConsole(): void {
  // biome-ignore lint/suspicious/noConsole: it is the console of plugins that is turned here
  for (const method of ['log', 'info', 'debug', 'table', 'dir'] as const) console[method] = console.error;
}

/** Who writes is told by the stack: everybody has the same stream. */
function quietStdout(isOfPlugin: (stack: string) => boolean): void {
  const { stdout, stderr } = process;
  const own = stdout.write.bind(stdout);
  const others = stderr.write.bind(stderr);
  const write: typeof stdout.write = (...given: unknown[]) => {
    const to = isOfPlugin(new Error().stack ?? '') ? others : own;
    return (to as (...args: unknown[]) => boolean)(...given);
  };
  stdout.write = write;
}
