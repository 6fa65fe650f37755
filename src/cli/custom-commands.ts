import { join } from 'node:path';
import type { CustomCommands } from '../config/custom-commands.js';
import type { CustomPort } from '../modes/chat/index.js';
import { attachFiles } from './attach-files.js';
import type { Workbench } from './compose.js';
import { trustStore } from './load-settings.js';

/** The commands of `.ocode/commands` and of the user's folder, read when they are first needed. */
export function customPort({ places, options, guard }: Pick<Workbench, 'places' | 'options' | 'guard'>): CustomPort {
  let problems: string[] = [];
  let loading: Promise<CustomCommands> | undefined;
  const load = async (): Promise<CustomCommands['commands']> => {
    const { loadCustomCommands } = await import('../config/custom-commands.js');
    loading ??= loadCustomCommands({
      project: join(places.root, '.ocode', 'commands'),
      user: join(places.home, 'commands'),
      trusted: options.trust || trustStore(places).status(places.root) === 'trusted',
    });
    const loaded = await loading;
    problems = loaded.problems;
    return loaded.commands;
  };
  return {
    list: load,
    problems: () => problems,
    expand: async (name, args) => {
      const command = (await load()).find((each) => each.name === name);
      if (!command) return undefined;
      const { fillArguments } = await import('../config/custom-commands.js');
      const { model, mode, tools } = command;
      const text = await attachFiles(fillArguments(command.text, args), guard);
      return { text, ...(model ? { model } : {}), ...(mode ? { mode } : {}), ...(tools ? { tools } : {}) };
    },
  };
}
