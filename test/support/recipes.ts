/** A step of a written recipe: a file to write, a change to a file, or a command with what it prints. */
export type Step =
  | { kind: 'file'; path: string; text: string }
  | { kind: 'change'; path: string; lines: string[] }
  | { kind: 'command'; command: string; output: string };

export interface Recipe {
  title: string;
  steps: Step[];
}

const BLOCK = /^```(\w+)\n([\s\S]*?)^```$/gm;

/** The second-level sections of a page that hold code blocks, in order. `console` blocks are commands, `diff` changes, all others files. */
export function readRecipes(markdown: string): Recipe[] {
  return sectionsOf(markdown)
    .map(({ title, text }) => ({ title, steps: [...text.matchAll(BLOCK)].flatMap((block) => stepsOf(block, text)) }))
    .filter(({ steps }) => steps.length > 0);
}

/** A heading inside a code block begins no section. */
function sectionsOf(markdown: string): Array<{ title: string; text: string }> {
  const sections: Array<{ title: string; text: string }> = [];
  let inBlock = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) inBlock = !inBlock;
    if (!inBlock && line.startsWith('## ')) sections.push({ title: line.slice(3), text: '' });
    const section = sections.at(-1);
    if (section) section.text += `${line}\n`;
  }
  return sections;
}

function stepsOf(block: RegExpExecArray, section: string): Step[] {
  const [, language = '', text = ''] = block;
  if (language === 'console') return commandsOf(text);
  const path = fileNamedBefore(section.slice(0, block.index));
  return language === 'diff' ? [{ kind: 'change', path, lines: text.replace(/\n$/, '').split('\n') }] : [{ kind: 'file', path, text }];
}

/** The sentence before a block ends with the file it is about: "Write `src/a.ts`:". */
function fileNamedBefore(text: string): string {
  const path = /`([\w./-]+)`:\s*$/.exec(text)?.[1];
  if (path === undefined) throw new Error(`no file is named before the block after: ${text.slice(-120)}`);
  return path;
}

function commandsOf(text: string): Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => ({ kind: 'command', command: part.slice(0, part.indexOf('\n')), output: part.slice(part.indexOf('\n') + 1) }));
}

/** Makes a change as a reader would: the lines with a space or `-` must stand in the text, together and once. */
export function applyChange(text: string, lines: readonly string[]): string {
  const before = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
  const after = lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
  const rows = text.split('\n');
  const places = rows.flatMap((_, at) => (before.every((line, index) => rows[at + index] === line) ? [at] : []));
  const [place] = places;
  if (place === undefined || places.length > 1) throw new Error(`${places.length} places have the lines:\n${before.join('\n')}`);
  return [...rows.slice(0, place), ...after, ...rows.slice(place + before.length)].join('\n');
}
