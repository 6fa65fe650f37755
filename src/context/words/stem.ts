/**
 * Stem of an English word in lower case (Porter, "An algorithm for suffix stripping", 1980): `parsing`, `parses` and `parsed` become `pars`.
 * Words with other characters than a to z come back unchanged. Without regular expressions: compiling them takes longer than all words of a query.
 */
export function stem(word: string): string {
  if (word.length < 3 || !hasOnlyLetters(word)) return word;
  let w = stripPlural(word);
  w = stripPastAndGerund(w);
  if (w.endsWith('y') && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replaceSuffix(w, STEP_2, 0);
  w = replaceSuffix(w, STEP_3, 0);
  w = stripLongSuffix(w);
  return stripFinalE(w);
}

const STEP_2: ReadonlyArray<readonly [string, string]> = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['entli', 'ent'],
  ['ousli', 'ous'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['alli', 'al'],
  ['ator', 'ate'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['eli', 'e'],
];
const STEP_3: ReadonlyArray<readonly [string, string]> = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = ['ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ion', 'al', 'er', 'ic', 'ou'];

function stripPlural(w: string): string {
  if (w.endsWith('sses') || w.endsWith('ies')) return w.slice(0, -2);
  return w.endsWith('s') && !w.endsWith('ss') ? w.slice(0, -1) : w;
}

function stripPastAndGerund(w: string): string {
  if (w.endsWith('eed')) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const suffix = ['ed', 'ing'].find((end) => w.endsWith(end) && hasVowel(w.slice(0, -end.length)));
  if (!suffix) return w;
  const rest = w.slice(0, -suffix.length);
  if (rest.endsWith('at') || rest.endsWith('bl') || rest.endsWith('iz')) return `${rest}e`;
  const last = rest.at(-1) ?? '';
  if (last === rest.at(-2) && !'aeiouylsz'.includes(last)) return rest.slice(0, -1);
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

function replaceSuffix(w: string, table: ReadonlyArray<readonly [string, string]>, above: number): string {
  const found = table.find(([suffix]) => w.endsWith(suffix));
  if (!found) return w;
  const rest = w.slice(0, -found[0].length);
  return measure(rest) > above ? rest + found[1] : w;
}

function stripLongSuffix(w: string): string {
  const suffix = STEP_4.find((end) => w.endsWith(end));
  if (!suffix) return w;
  const rest = w.slice(0, -suffix.length);
  return measure(rest) > 1 && (suffix !== 'ion' || rest.endsWith('s') || rest.endsWith('t')) ? rest : w;
}

function stripFinalE(w: string): string {
  if (w.endsWith('e')) {
    const rest = w.slice(0, -1);
    const size = measure(rest);
    if (size > 1 || (size === 1 && !endsShort(rest))) return rest;
  }
  return w.endsWith('ll') && measure(w) > 1 ? w.slice(0, -1) : w;
}

/** How often vowels are followed by consonants. */
function measure(w: string): number {
  const runs = shape(w);
  return runs.startsWith('V') ? runs.length >> 1 : Math.max(0, runs.length - 1) >> 1;
}

function hasVowel(w: string): boolean {
  return shape(w).includes('V');
}

/** Consonant, vowel, consonant at the end, the last not w, x or y. */
function endsShort(w: string): boolean {
  const [third = '', second = '', last = ''] = w.slice(-3);
  return (
    w.length > 2 &&
    !VOWELS.includes(third) &&
    (VOWELS.includes(second) || second === 'y') &&
    !VOWELS.includes(last) &&
    !'wxy'.includes(last) &&
    shape(w).endsWith('VC')
  );
}

/** `C` for runs of consonants, `V` for runs of vowels; `y` is a vowel after a consonant. */
function shape(w: string): string {
  let runs = '';
  let before = '';
  for (const letter of w) {
    const isVowel = VOWELS.includes(letter) || (letter === 'y' && before !== '' && !VOWELS.includes(before));
    const kind = isVowel ? 'V' : 'C';
    if (!runs.endsWith(kind)) runs += kind;
    before = letter;
  }
  return runs;
}

function hasOnlyLetters(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) < 97 || word.charCodeAt(at) > 122) return false;
  return true;
}

const VOWELS = 'aeiou';
