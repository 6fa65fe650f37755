import { type Command, Option } from 'commander';
import { type Places, settingsFiles, writtenUserFile } from '../../config/paths.js';

/** Which of the settings files a command writes. */
export interface LayerFlags {
  local?: boolean;
  project?: boolean;
  user?: boolean;
}

const LAYERS = { local: '.ocode/settings.local.json', project: '.ocode/settings.json', user: "the user's file" };

/** Adds `--local`, `--project` and `--user`, of which one at most may be given. */
export function layerFlags(command: Command): Command {
  const names = Object.keys(LAYERS);
  for (const [name, description] of Object.entries(LAYERS))
    command.addOption(new Option(`--${name}`, description).conflicts(names.filter((other) => other !== name)));
  return command;
}

/** The file that the flags name; `unnamed` is the one when they name none. */
export function layerFile(places: Places, flags: LayerFlags, unnamed: keyof LayerFlags): string {
  const files = { ...settingsFiles(places), user: writtenUserFile(places) };
  return files[flags.project ? 'project' : flags.local ? 'local' : flags.user ? 'user' : unnamed];
}
