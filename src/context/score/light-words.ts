/**
 * Words that speak of a change or a wish, hardly of code. They are rare in sources, so their rarity would speak loudest: in the cases of docs/RANKING.md
 * a file that has `fix`, `improve` or `crash` is barely likelier to be the right one, and no right file has them in its path.
 */
const LIGHT_WORDS = new Set(
  `fix fixes fixed fixing bug bugs issue issues problem problems improve improves improved improvement improvements correct corrects correctly properly proper
  wrong wrongly incorrect incorrectly crash crashes prevent prevents preventing avoid avoids avoiding ensure ensures ensuring respect respects preserve preserves broken
  break breaks fail fails failing unexpected unexpectedly regression unnecessary unnecessarily cause causes caused causing instead consistent consistently inconsistent
  support supports supported supporting allow allows allowing introduce introduces implement implements update updates updated updating
  change changes changed better work works working missing possible appear appears appearing treat treats expose exposes find code file files`.split(/\s+/),
);

/** Is it a word that counts little where it is not written as code? */
export function isLight(word: string): boolean {
  return LIGHT_WORDS.has(word.toLowerCase());
}
