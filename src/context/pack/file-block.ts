import { stripEscapes } from '../../lib/sanitize.js';

/** Lines of a file, counted from 1, both ends included. */
export interface Piece {
  from: number;
  to: number;
}

/** A piece of untrusted text between tags it cannot close. `pieces` undefined: the lines are signatures, not the text itself. */
export function fileBlock(path: string, lines: readonly string[], pieces: readonly Piece[] | undefined): string {
  if (!pieces) return `<file path="${attribute(path)}" shows="signatures">\n${neutral(lines.join('\n'))}\n</file>\n`;
  const whole = pieces.length === 1 && pieces[0]?.from === 1 && pieces[0].to >= lines.length;
  const body = pieces.map(({ from, to }) => lines.slice(from - 1, to).join('\n')).join('\n…\n');
  const where = pieces.map(({ from, to }) => `${from}-${to}`).join(',');
  return `<file path="${attribute(path)}" lines="${where}"${whole ? '' : ` of="${lines.length}"`}>\n${neutral(body)}\n</file>\n`;
}

/** Text in which none of our tags can be opened or closed. */
export function neutral(text: string): string {
  return stripEscapes(text).replace(/<(?=\/?(?:file|project_map)\b)/gi, '<\u200b');
}

function attribute(path: string): string {
  return path.replace(/["<>&\n\r\x00-\x1f]/g, (character) => `&#${character.charCodeAt(0)};`);
}
