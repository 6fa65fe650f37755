import type { Command } from 'commander';
import type { RootOptions } from '../options.js';
import { addConfigCommand } from './config.js';
import { addInitCommand } from './init.js';
import { addSessionsCommand } from './sessions.js';

/** Hands the action of a subcommand to the program, which runs it after parsing, with the root flags. */
export type Start = (action: (options: RootOptions) => Promise<number>) => void;

/** One line a command. Their modules are light; what is heavy they import when they run. */
export function addCommands(program: Command, start: Start): void {
  addConfigCommand(program, start);
  addInitCommand(program, start);
  addSessionsCommand(program, start);
}
