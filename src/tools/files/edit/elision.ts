/** Comments that stand for code which was left out: writing them would delete that code. */

const DOTS = String.raw`(?:\.{3,}|…)`;
const OPENERS = String.raw`\/\/+|#+|\/\*+|<!--|--+|;+|%+|\{\/\*|\{#|\{\{!--|<%--|\(\*|"{3}|'{3}|REM\b|rem\b|\*`;
const CLOSERS = String.raw`\*+\/\}?|-->|#\}|--\}\}|--%>|\*\)|"{3}|'{3}`;
const COMMENT_LINE = new RegExp(String.raw`^\s*(${OPENERS})\s*(.*?)\s*(?:${CLOSERS})?\s*$`);
/** A comment behind code on the same line. */
const COMMENT_INSIDE = new RegExp(String.raw`(?:^|[\s{(;,])(?:\/\*+|\/\/+|<!--|\{\/\*)\s*(${DOTS}.*?)\s*(?:${CLOSERS}|$)`);

const KINDS =
  'code|jsx|tsx|html|css|json|yaml|sql|function|method|class|file|implementation|component|module|script|page|content|contents|body|logic|import|line|section|item|entry|entrie|case|test|field|propertie|property|option|setting|definition|part|block|markup|style|rule|configuration|config|route|handler|statement|variable|program|document|text|template|table|struct|interface|type|query|service|job|step';
const THING = `(?:${KINDS})s?`;
const STATE = `(?:unchanged|(?:the )?same(?: as (?:before|above|original))?|omitted(?: for brevity)?|unmodified|as (?:before|is|above|it was)|not changed|no changes?|untouched|stays|here|intact|goes here|continues(?: here)?)`;
const LINK = String.raw`(?:(?:remains?|stays?|is|are|was|goes|continues?|follows?)\s+)?`;
const LEFT_OUT = `(?:rest|remainder|remaining|existing|unchanged|unmodified|previous|other|original|omitted|same|truncated|snip(?:ped)?|keep|more|additional|all other|all the other|your (?:existing|other)|the (?:existing|rest|remaining|other|same|original))`;

/** After dots: `... rest of the code`, `... (unchanged)`, `... methods stay the same`. */
const AFTER_DOTS = [
  new RegExp(String.raw`^\(?\s*(?:and |the |all |with |here |keep )?(?:the )?${LEFT_OUT}\b`, 'i'),
  new RegExp(String.raw`^\(?\s*(?:\w+\s+){0,3}${LINK}${STATE}\b`, 'i'),
  new RegExp(String.raw`^\(?\s*(?:\w+\s+){0,3}${THING}\s*\)?\s*${DOTS}?$`, 'i'),
];
/** Before closing dots, or with none: the sentence must be a whole one about left-out code. */
const WHOLE = [
  new RegExp(
    String.raw`^\(?(?:and |keep |with )?(?:the |all |all the |your )?(?:rest|remainder)(?: of (?:the |your |this )?(?:[\w.-]+ ){0,3}${THING})?(?: ${LINK}${STATE})?(?: ?${THING} ?)?\)?\W*$`,
    'i',
  ),
  new RegExp(
    String.raw`^\(?(?:keep )?(?:the |all |all the |your )?(?:existing|remaining|unchanged|previous|original)(?: [\w-]+){0,2} ${THING}(?: ${LINK}${STATE})?\)?\W*$`,
    'i',
  ),
  new RegExp(String.raw`^\(?(?:the |all |all the )?(?:other|same|more)(?: [\w-]+){0,2} ${THING} ${LINK}${STATE}\)?\W*$`, 'i'),
  new RegExp(String.raw`^\(?(?:${THING} )?(?:unchanged|omitted(?: for brevity)?|no changes?(?: here)?|same as before)\)?\W*$`, 'i'),
];
const OTHER_WITH_DOTS = new RegExp(String.raw`^\(?(?:the |all |and )?(?:other|more|same)(?: [\w-]+){0,2} ${THING}\b`, 'i');

export interface Elision {
  /** Line of the text, from 1. */
  line: number;
  text: string;
}

/** The first comment of `text` that stands for left-out code and does not stand in `known` just so. */
export function findElision(text: string, known: string): Elision | undefined {
  if (!/\.\.\.|…|rest|remain|existing|unchanged|omitted|same|previous|original|no change/i.test(text)) return undefined;
  let knownLines: Set<string> | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (!isElision(line)) continue;
    knownLines ??= new Set(known.split('\n').map((other) => other.trim()));
    if (!knownLines.has(line.trim())) return { line: index + 1, text: line.trim().slice(0, 100) };
  }
  return undefined;
}

export function isElision(line: string): boolean {
  if (line.length > 300) return false;
  const comment = COMMENT_LINE.exec(line);
  if (comment) return saysLeftOut(comment[2] ?? '', comment[1] ?? '');
  const inside = COMMENT_INSIDE.exec(line);
  return inside !== null && !isQuoted(line, inside.index) && saysLeftOut(inside[1] ?? '', '');
}

function saysLeftOut(body: string, opener: string): boolean {
  const inner = withoutFrame(body)
    .replace(/^[\s\-=*#[(<]+(?=\.{3}|…)/, '')
    .trim();
  const leading = new RegExp(`^${DOTS}`).exec(inner);
  const trailing = new RegExp(`${DOTS}[\\s)\\]>*=-]*$`).exec(inner);
  const words = inner.slice(leading?.[0].length ?? 0, trailing && trailing.index > 0 ? trailing.index : undefined).trim();
  // A lone `*` or quotes are prose or a list more often than a comment.
  const isProse = opener === '*' || /^["']/.test(opener);
  if (leading && words.replace(/[^\w]/g, '') === '') return !isProse;
  if (leading) return AFTER_DOTS.some((expression) => expression.test(words));
  if (isProse && !trailing) return false;
  if (WHOLE.some((expression) => expression.test(words))) return true;
  return trailing !== null && OTHER_WITH_DOTS.test(words);
}

/** `[rest of the code]`, `---- unchanged ----`: what is inside says it. Between rules most texts are headings. */
function withoutFrame(body: string): string {
  const [, bracketed, ruled] = /^\s*(?:\[+\s*([^[\]]+?)\s*\]+|[-=*~#]{2,}\s*([\w\s]+?)\s*[-=*~#]{2,})\s*$/.exec(body) ?? [];
  return bracketed ?? (ruled !== undefined && /unchanged|omitted|rest of|same as|existing code|no changes/i.test(ruled) ? ruled : body);
}

function isQuoted(line: string, position: number): boolean {
  const before = line.slice(0, position).replace(/\\./g, '');
  return ['"', "'", '`'].some((quote) => (before.split(quote).length - 1) % 2 === 1);
}
