import { isDownloader, runsInput, runsScript } from './catastrophe.js';
import type { Word } from './words.js';

/** Programs met in a part of the line, to see what feeds what. */
export interface Met {
  downloads: boolean;
  runsInput: boolean;
  /** It runs it as a shell does. */
  runsScript: boolean;
}

export function nothingMet(): Met {
  return { downloads: false, runsInput: false, runsScript: false };
}

export function programMet(name: string, args: readonly Word[]): Met {
  return { downloads: isDownloader(name), runsInput: runsInput(name, args), runsScript: runsScript(name) };
}

/** Puts what is in `more` to what is known. */
export function addMet(known: Met, more: Met): void {
  known.downloads ||= more.downloads;
  known.runsInput ||= more.runsInput;
  known.runsScript ||= more.runsScript;
}
