/** Characters that make a command line look like something else than it is. Accents, emoji and other scripts are ordinary. */

/** Control characters but tab and new line; invisible, bidirectional and tag characters; blanks that are no blanks to a shell; half characters. */
const DECEPTIVE = new RegExp(
  [
    '[\\u0001-\\u0008\\u000b-\\u001f\\u007f-\\u00a0\\u00ad\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f]',
    '[\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u037e]',
    '\\u034f',
    '[\\u{e0000}-\\u{e0fff}]',
    '\\p{Surrogate}',
  ].join('|'),
  'u',
);
/** A joiner where writing needs it: in emoji, and between letters of scripts that join. */
const JOINED =
  /(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})|(?<=[\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff])/gu;
/** White space that pushes what follows out of view. */
const PUSHED_AWAY = /[ \t]{60}|(?:\n[ \t]*){20}/;

/** Why this text must not pass, or undefined. NUL makes it impossible to run. */
export function deceptiveCharacters(command: string): { reason: string; impossible: boolean } | undefined {
  if (command.includes('\0')) return { reason: 'it has a NUL character in it', impossible: true };
  const found = DECEPTIVE.exec(command.replace(JOINED, 'x'))?.[0];
  if (found !== undefined) {
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { reason: `it has a control, invisible or misleading character in it (U+${code})`, impossible: false };
  }
  return PUSHED_AWAY.test(command) ? { reason: 'much white space pushes a part of it out of view', impossible: false } : undefined;
}
