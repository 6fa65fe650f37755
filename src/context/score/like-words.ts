/** The same words in front, at least so many letters and so much of the longer word. */
const COMMON_LETTERS = 4;
const COMMON_SHARE = 0.6;
/** Shorter beginnings than this (`di`) are the beginnings of many words. */
const SHORTEST_BEGINNING = 3;
const SHORTEST_PART = 4;
const LONGEST_ABBREVIATION = 4;
const ABBREVIATION = 0.5;

/**
 * How likely two different stems mean the same, 0 to below 1: one begins the other (`dir`, `directori`), one is inside the other (`bind`, `keybind`), most of
 * their letters in front are the same (`serialis`, `serializ`), one has consonants of the other (`cmd`, `command`).
 */
export function likeness(a: string, b: string): number {
  const short = a.length <= b.length ? a : b;
  const long = short === a ? b : a;
  const share = short.length / long.length;
  const common = commonLetters(short, long);
  if (common === short.length && common >= SHORTEST_BEGINNING) return share;
  if (short.length >= SHORTEST_PART && long.includes(short)) return share;
  if (common >= COMMON_LETTERS && common >= COMMON_SHARE * long.length) return common / long.length;
  return isAbbreviation(short, long) ? ABBREVIATION : 0;
}

function commonLetters(short: string, long: string): number {
  let common = 0;
  while (common < short.length && short.charCodeAt(common) === long.charCodeAt(common)) common++;
  return common;
}

/** The first letter and some consonants, in order. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 2 || short.length > LONGEST_ABBREVIATION || long.length <= short.length + 1 || short[0] !== long[0]) return false;
  let from = 0;
  for (let at = 0; at < short.length; at++) {
    const letter = short[at] ?? '';
    if (at > 0 && !'bcdfghjklmnpqrstvwxyz'.includes(letter)) return false;
    from = long.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
