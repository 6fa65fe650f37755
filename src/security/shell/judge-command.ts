import type { PathGuard } from '../../contract/security.js';
import type { JudgedPart } from './part.js';

export interface ShellPlace {
  guard: PathGuard;
  cwd: string;
  home?: string;
}

/** What the line would do, part by part, before rules and modes. Never throws; what it does not understand asks. */
export async function judgeCommand(command: string, _place: ShellPlace): Promise<JudgedPart[]> {
  return [{ text: command, verdict: 'ask', reason: 'commands ask until the shell judge is there' }];
}
