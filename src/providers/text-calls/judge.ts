import { DECIDED, INTENTIONS, META, type Phrase, SPECIMEN, SUPPOSITIONS } from './phrases.js';

/** The prose around a run of calls. */
export interface Surroundings {
  /** What the user was shown before it in this answer; the end of it is enough. */
  before: string;
  /** What stands after it, up to the next run. */
  after: string;
  /** An earlier run of this answer was found to be a mention. */
  afterMention: boolean;
}

type Weight = 'none' | 'intends' | 'specimen' | 'presents' | 'neutral';

const LONG_REMARK = 400;

/**
 * Whether a well-formed run of calls is an act or only quoted. Markup acts unless the prose presents it as a sample or explains it;
 * JSON and Python notation act only alone or after an announcement, with at most a short remark of the writer after them.
 */
export function isAct(markup: boolean, around: Surroundings): boolean {
  const before = weighBefore(around.before);
  if (!mayAct(markup, before, around.afterMention)) return false;
  const after = weighAfter(around.after);
  if (after === 'specimen' || after === 'presents') return false;
  if (!markup) return after !== 'neutral';
  return after !== 'neutral' || before !== 'neutral';
}

/** False when the text before settles it: a mention, whatever follows. */
export function mayActAfter(markup: boolean, before: string, afterMention: boolean): boolean {
  return mayAct(markup, weighBefore(before), afterMention);
}

function mayAct(markup: boolean, before: Weight, afterMention: boolean): boolean {
  if (before === 'specimen' || before === 'presents') return false;
  if (afterMention && before !== 'intends') return false;
  return markup || before !== 'neutral';
}

/** Whether a call may stand after this beginning of its line: not in the middle of a sentence, and not as an item of a list. */
export function startsSentence(line: string): boolean {
  const text = line.trim();
  if (text === '') return true;
  if (/^(?:[-*+•]|\d+[.)])$/.test(text)) return false;
  return /[.!?…:;>。！？：；)\]*_]$/.test(text) || matches(INTENTIONS, text);
}

function weighBefore(text: string): Weight {
  const lines = text.trimEnd().split('\n');
  const last = lines.findLast((line) => /[\p{L}\p{N}]/u.test(line));
  if (last === undefined) return 'none';
  if (/^\s*(?:#{1,6}\s|\|)/.test(last)) return 'presents';
  if (/^\s*\**Thought\**\s*:/i.test(last)) return isSpecimen(last) ? 'specimen' : 'intends';
  const line = last.replace(/^\s*[-*+]\s+/, '');
  const sentence = lastClause(lastSentence(line));
  if (HANDS_OVER.test(sentence)) {
    const earlier = text.slice(0, text.lastIndexOf(sentence)).trim();
    if (matches(INTENTIONS, lastSentence(earlier)) && !isSpecimen(earlier)) return 'intends';
    if (earlier === '') return 'neutral';
  }
  if (isSpecimen(sentence)) return 'specimen';
  if (matches(INTENTIONS, sentence)) return 'intends';
  if (isInterjection(sentence)) return COMPARED.test(sentence) ? 'presents' : 'intends';
  if (TASK.test(sentence)) return 'intends';
  if (isSpecimen(line)) return 'specimen';
  if (/[:：,、，][*_]*$/.test(sentence) && isOrdinal(sentence)) return matches(META, sentence) ? 'presents' : 'neutral';
  const listItem = /^\s*(?:\d+[.)]|[-*+])\s/.test(last);
  if (/[:：,、，;][*_]*$/.test(sentence) || (!listItem && !/[.!…。！)*_~]$/.test(sentence)) || matches(META, sentence)) return 'presents';
  return isOrdinal(sentence) ? 'intends' : 'neutral';
}

function weighAfter(text: string): Weight {
  const trimmed = text.trim();
  if (NEXT_TURN.test(trimmed)) return 'none';
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return /^[)\]'"’”`,.]/.test(trimmed) ? 'presents' : 'none';
  if (/^\**Observation\**:/i.test(trimmed)) return 'none';
  if (/^[\p{Ll},;:)\]'"’”`|]/u.test(trimmed)) return 'presents';
  if (isSpecimen(trimmed)) return 'specimen';
  const first = firstSentence(trimmed);
  const intends = matches(INTENTIONS, first) || matches(INTENTIONS, lastSentence(trimmed));
  if (trimmed.length > LONG_REMARK || trimmed.includes('```')) return intends ? 'neutral' : 'presents';
  if (intends) return 'intends';
  if (isOrdinal(first) && /[.!…。:：]$/.test(first) && !matches(META, trimmed)) return 'intends';
  return matches(META, trimmed) ? 'presents' : 'neutral';
}

/** A model that writes the next turn of the conversation too. */
const NEXT_TURN = /^(?:<\|[\w ]+\|>\s*)*(?:user|tool|system|ipython)\s*(?:\n|$)/;

function isSpecimen(text: string): boolean {
  return matches(SPECIMEN, text) || (matches(SUPPOSITIONS, text) && !DECIDED.test(text));
}

function matches(patterns: readonly Phrase[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

function lastSentence(text: string): string {
  const sentences = text.trim().split(/(?<=[.!?…][)*_]?)\s+|(?<=[。！？])/u);
  return sentences.findLast((sentence) => sentence.replace(/[^\p{L}]/gu, '').length > 1) ?? text;
}

/** "I don't have it yet, so I'll read it": what the writer has decided is behind the reason for it. */
function lastClause(sentence: string): string {
  const clause = /(?:,|;|—)\s+(?:so|but|therefore|and)\s+(?=\p{L}[^,;—]*$)/iu.exec(sentence);
  const rest = clause && sentence.slice(clause.index + clause[0].length);
  return rest && DECIDED.test(rest) ? rest : sentence;
}

/** "Here is the tool call:" hands a call over when it is all that was said, or when the writer said before what he will do. */
const HANDS_OVER = /^\W*(?:and )?here(?:['’]s| is) (?:the|my) (?:tool |function )?call\W*$/i;

/** The two sides of a comparison, not agreement. */
const COMPARED = /^\W*(?:right|good|great|perfect|yes|done)\W*[:：]\W*$/i;

/** "The user wants to know what a.ts does.": how a model that thinks aloud begins. */
const TASK = /^\W*(?:(?:ok(?:ay)?|alright|so|now|hmm|well)\W+)*the user (?:wants|would like|needs|is asking|asks|asked|is looking|has asked)\b[^:]*[.!…]\W*$/i;

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?…])\s+|(?<=[。！？])|\n/u)[0] ?? text;
}

/** "OK." or "Sure!": agreement before acting. */
function isInterjection(sentence: string): boolean {
  return /^\W*(?:ok(?:ay)?|sure(?: thing)?|alright|all right|great|good|right|yes|yep|got it|understood|certainly|of course|absolutely|no problem|perfect|done|on it|one moment|just a (?:moment|second|sec)|hang on|hold on|thanks|thank you|klar|gut|gerne|natürlich|verstanden|d'accord|bien sûr|claro|vale|perfecto|certo|好的?|明白了?|了解|はい|わかりました|네|알겠습니다|хорошо|конечно|понял)\W*$/iu.test(
    sentence,
  );
}

/** "Next, the manifest.": a step of one's own work. */
function isOrdinal(sentence: string): boolean {
  return /^\W*(?:first(?:ly)?|next|now|then|second(?:ly)?|third|finally|also|and|after that|afterwards|zuerst|zunächst|dann|jetzt|nun|danach|als nächstes|d'abord|ensuite|maintenant|puis|primero|ahora|luego|después|primeiro|agora|depois|prima|ora|poi|eerst|dan|nu|först|sedan|сначала|теперь|затем|потом|首先|然后|接下来|现在|まず|次に|では|먼저|다음|이제)(?!\p{L})/iu.test(
    sentence,
  );
}
