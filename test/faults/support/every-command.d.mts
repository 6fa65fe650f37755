import type { FakeOptions } from '../../fakes/ollama-server.mjs';

export interface CommandLine {
  line: string;
  stdin?: string;
}
export const FILES: Record<string, string>;
export const answer: Extract<FakeOptions['rest'], (...args: never[]) => unknown>;
export const LINES: CommandLine[];
export const PROGRAMS: CommandLine[];
