/** Untrusted text on its way to a terminal or to the model. One place for all of it. */

const ESCAPE_SEQUENCES =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][\s\S]*?(?:\x07|\x1b\\|\x9c|$)|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]|[\x90\x98\x9d\x9e\x9f][\s\S]*?(?:\x07|\x9c|\x1b\\|$)/g;
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
/** Bidirectional controls, zero-width and other invisible characters, and tag characters. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/** Safe to print: escape sequences are gone, so are control and invisible characters except tab and new line. */
export function cleanForTerminal(text: string): string {
  return stripEscapes(text).replace(/\r\n/g, '\n').replace(CONTROLS, '').replace(INVISIBLE, '');
}

/** For the model: the text stays, escape sequences and NUL go. */
export function stripEscapes(text: string): string {
  return /[\x00\x1b\x80-\x9f]/.test(text) ? text.replace(ESCAPE_SEQUENCES, '').replace(/\x00/g, '') : text;
}

/** For approvals: what cannot be seen is shown as `\x1b`, `\u202e` and so on, so that nothing hides. */
export function makeVisible(text: string): string {
  const show = (character: string): string => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  };
  return text.replace(CONTROLS, show).replace(INVISIBLE, show);
}
