/** Untrusted text on its way to a terminal or to the model. One place for all of it. */

/** Strings of OSC, DCS, SOS, PM and APC end within their line or not at all: an open one must not swallow what follows. */
const STRING = '[^\\x07\\x1b\\x9c\\n]{0,4096}(?:\\x07|\\x1b\\\\|\\x9c)?';
const ESCAPE_SEQUENCES = new RegExp(
  ['\\x1b\\[[0-?]*[ -/]*[@-~]', `\\x1b[\\]PX^_]${STRING}`, '\\x1b[ -/]*[0-Z\\\\`-~]', '\\x9b[0-?]*[ -/]*[@-~]', `[\\x90\\x98\\x9d-\\x9f]${STRING}`].join('|'),
  'g',
);
/** What is left of a broken sequence. */
const ESCAPE_LEFTOVERS = /[\x00\x1b\x80-\x9f]/g;
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
/** Bidirectional controls, zero-width and other invisible characters, and tag characters. Joiners stay: emoji and many scripts need them. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;
const JOINERS = /\u034f|\u200c|\u200d/g;

/** Safe to print: escape sequences are gone, so are control and invisible characters except tab and new line. */
export function cleanForTerminal(text: string): string {
  return stripEscapes(text).replace(/\r\n/g, '\n').replace(CONTROLS, '').replace(INVISIBLE, '');
}

/** For the model: the text stays, escape sequences and NUL go. */
export function stripEscapes(text: string): string {
  return /[\x00\x1b\x80-\x9f]/.test(text) ? text.replace(ESCAPE_SEQUENCES, '').replace(ESCAPE_LEFTOVERS, '') : text;
}

/** For approvals: what cannot be seen is shown as `\x1b`, `\u202e` and so on, so that nothing hides. */
export function makeVisible(text: string): string {
  const show = (character: string): string => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  };
  return text.replace(CONTROLS, show).replace(INVISIBLE, show).replace(JOINERS, show);
}
