import type { Workbench } from '../compose.js';
import type { RootOptions } from '../options.js';

/** The services of the project for one command, closed when it is over, however it ends. */
export async function withWorkbench(
  options: RootOptions,
  work: (bench: Workbench) => Promise<number>,
  { interactive = false }: { interactive?: boolean } = {},
): Promise<number> {
  const { composeWorkbench } = await import('../compose.js');
  const bench = await composeWorkbench(options, { interactive });
  try {
    return await work(bench);
  } finally {
    await bench.close();
  }
}
