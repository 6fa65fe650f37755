import type { PathGuard } from '../../contract/security.js';
import { oneLine } from '../../lib/truncate.js';
import { deceptiveCharacters } from './characters.js';
import { startIn } from './folders.js';
import { withoutNegations } from './negation.js';
import type { JudgedPart } from './part.js';
import { shellParser } from './tree.js';
import { Walk } from './walk.js';

export interface ShellPlace {
  guard: PathGuard;
  /** Real path of the folder the line runs in. */
  cwd: string;
  home?: string;
}

const MAX_LENGTH = 20_000;
/** More words or signs than anybody reads: not even parsed. */
const MAX_WORDS = 1500;
const MAX_SIGNS = 1500;
const MAX_PARTS = 50;

/** What the line would do, part by part, before rules and modes. Never throws; what it does not understand asks. */
export async function judgeCommand(command: string, place: ShellPlace): Promise<JudgedPart[]> {
  const whole = (reason: string, more: Partial<JudgedPart> = {}): JudgedPart => ({ text: oneLine(command, 300), verdict: 'ask', reason, ...more });
  const characters = deceptiveCharacters(command);
  if (characters?.impossible) return [whole(characters.reason, { verdict: 'deny', hard: 'path' })];
  const extra = characters ? [whole(characters.reason)] : [];
  if (command.length > MAX_LENGTH || count(command, /\S+/g) > MAX_WORDS || count(command, /[;&|<>(){}$`"']/g) > MAX_SIGNS)
    return [whole('it is too long to judge'), ...extra];
  const parts: JudgedPart[] = [];
  try {
    const parse = await shellParser();
    const tree = parse(command);
    if (!tree) return [whole('it has too many parts to judge'), ...extra];
    new Walk(tree, { guard: place.guard, home: place.home, parse, parts, suspected: 0, made: new Map() }).run(startIn(place.cwd));
    if (withoutNegations(command) !== command) parts.push(...hardPartsWithoutNegations(command, place, parse));
  } catch (error) {
    parts.push(whole(`it could not be judged: ${error instanceof Error ? error.message : String(error)}`));
  }
  if (parts.length === 0) parts.push(whole('nothing in it is understood as a command'));
  if (parts.length > MAX_PARTS) parts.push(whole(`it has more than ${MAX_PARTS} parts`));
  return [...extra, ...parts];
}

/** What must not run in any mode and hides behind a `!`; the rest was asked about already. */
function hardPartsWithoutNegations(command: string, place: ShellPlace, parse: Parse): JudgedPart[] {
  const parts: JudgedPart[] = [];
  const parsePlain: Parse = (source) => parse(withoutNegations(source));
  const tree = parsePlain(command);
  if (tree) new Walk(tree, { guard: place.guard, home: place.home, parse: parsePlain, parts, suspected: 0, made: new Map() }).run(startIn(place.cwd));
  return parts.filter(({ hard }) => hard !== undefined);
}

type Parse = Awaited<ReturnType<typeof shellParser>>;

function count(text: string, expression: RegExp): number {
  return text.match(expression)?.length ?? 0;
}
