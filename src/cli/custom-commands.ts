import { join } from 'node:path';
import type { CustomCommand, CustomCommands } from '../config/custom-commands.js';
import { findPlaces, type Places } from '../config/paths.js';
import { OCodeError } from '../contract/error.js';
import type { CustomPort } from '../modes/chat/index.js';
import type { Workbench } from './compose.js';
import { trustStore } from './load-settings.js';
import type { RootOptions } from './options.js';

/** `ocode -p "/review src"`: the command that a question names, and the flags it sets where none were given. */
export async function customQuestion(options: RootOptions, question: string): Promise<{ options: RootOptions; command?: CustomCommand; args: string }> {
  const [, name, args = ''] = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(question) ?? [];
  if (name === undefined) return { options, args };
  const { commands, problems } = await load(findPlaces(process.env, options.cd), options);
  const command = commands.find((each) => each.name === name);
  const broken = command ? undefined : problems.find((problem) => problem.name === name);
  if (broken) throw new OCodeError('usage', `/${name} cannot be used: ${broken.file}: ${broken.why}`);
  if (!command) return { options, args };
  const { model, tools } = command;
  return { options: { ...(model ? { model } : {}), ...(tools ? { tools } : {}), ...options }, command, args };
}

/** The question a command puts, with its arguments in it. */
export async function commandText(command: CustomCommand, args: string): Promise<string> {
  return (await import('../config/custom-commands.js')).fillArguments(command.text, args);
}

/** For the interactive mode: read each time, because somebody may write one meanwhile. */
export function customPort({ places, options }: Pick<Workbench, 'places' | 'options'>): CustomPort {
  let problems: CustomCommands['problems'] = [];
  const list = async (): Promise<CustomCommand[]> => {
    const loaded = await load(places, options);
    problems = loaded.problems;
    return loaded.commands;
  };
  return {
    list,
    problems: () => problems,
    expand: async (name, args) => {
      const command = (await list()).find((each) => each.name === name);
      if (!command) return undefined;
      const { model, mode, tools } = command;
      return { text: await commandText(command, args), ...(model ? { model } : {}), ...(mode ? { mode } : {}), ...(tools ? { tools } : {}) };
    },
  };
}

async function load(places: Places, options: RootOptions): Promise<CustomCommands> {
  const { loadCustomCommands } = await import('../config/custom-commands.js');
  return loadCustomCommands({
    project: join(places.root, '.ocode', 'commands'),
    user: join(places.home, 'commands'),
    trusted: options.trust || trustStore(places).status(places.root) === 'trusted',
  });
}
