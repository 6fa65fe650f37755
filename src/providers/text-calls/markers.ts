import { matchAt } from './notation.js';

/** The tokens and tags that formats put around calls and thoughts. Bars may be full-width and `▁` may stand for `_`, as DeepSeek writes them. */

const TOKEN = /<[|｜]\/?([\w▁]+)[|｜]>/y;
const CALL_TAG =
  /<(\/?)(?:[\w-]+:|[|｜]\s*DSML\s*[|｜]\s*)?(?![\w-]*(?:example|sample|result|response|output|schema|definition|description|log))[\w-]*(?:tool|function|action|invoke|invocation|call)[\w-]*(?:\s+(?:id|type|index)\s*=\s*["']?[\w.:-]*["']?)*>/iy;
const CALL_BRACKET = /\[(\/|END_)?(?:TOOL_?CALLS?|TOOL_REQUESTS?|tool_?calls?)\]/iy;
const CALL_TOKENS_ODD = /<\|tool_call>|<tool_call\|>|<start_function_call>|<end_function_call>/y;
const CALL_WORD = /functools(?=\s*\[)|\**Actions?\**[ \t]*:\**(?=\s*(?:[`~]{3}|[[{]|[\w.]+\())/y;
const CALL_NAMES = new Set(
  (
    'tool_call tool_calls tool_calls_begin tool_calls_end tool_call_begin tool_call_end tool_calls_section_begin tool_calls_section_end ' +
    'tool_call_start tool_call_end python_tag python_start python_end start_action end_action action_start action_end plugin interpreter'
  ).split(' '),
);
const NOISE_NAMES = new Set(
  (
    'im_end im_start eot_id eom_id end return call endoftext end_of_text end_of_turn eot eos end_of_turn_token end_of_sentence begin_of_sentence ' +
    'start_response end_response start_text end_text start header_end eom assistant_end start_header_id end_header_id assistant'
  ).split(' '),
);
const NOISE_ODD = /<\/s>|<s>|<eos>|<bos>|<end_of_turn>|<start_of_turn>|<turn\|>|<\|turn>|\[e~\[/y;
/** Tokens behind which the template names who speaks. */
const ROLE_TOKEN = /^<(?:[|｜](?:im_start|start|start_header_id)[|｜]>|start_of_turn>|\|turn>)$/;
const SPEAKER = /[ \t]*(?:assistant|model)\b[ \t]*(?:\r?\n)?/y;
/** What may still become a speaker. */
const PARTIAL_SPEAKER = /^[ \t]*(?:a(?:s(?:s(?:i(?:s(?:t(?:a(?:nt?)?)?)?)?)?)?)?|m(?:o(?:d(?:el?)?)?)?)?[ \t]*\r?$/;

export interface Marker {
  kind: 'call' | 'call_end' | 'noise';
  end: number;
  /** More text could still belong to it. */
  open?: boolean;
}

/** The marker at a place that opens or closes calls, or means nothing. */
export function markerAt(text: string, at: number): Marker | undefined {
  const token = matchAt(TOKEN, text, at);
  if (token?.[1]) {
    const name = token[1].replaceAll('▁', '_').toLowerCase();
    const end = at + token[0].length;
    if (CALL_NAMES.has(name)) return { kind: /_end$|^end_/.test(name) || token[0][2] === '/' ? 'call_end' : 'call', end };
    if (!NOISE_NAMES.has(name)) return undefined;
    return noise(text, token[0], end);
  }
  const odd = matchAt(CALL_TOKENS_ODD, text, at);
  if (odd) return { kind: /\|>$|end/.test(odd[0]) ? 'call_end' : 'call', end: at + odd[0].length };
  const tag = matchAt(CALL_TAG, text, at) ?? matchAt(CALL_BRACKET, text, at);
  if (tag) return { kind: tag[1] ? 'call_end' : 'call', end: at + tag[0].length };
  const word = matchAt(CALL_WORD, text, at);
  if (word) return { kind: 'call', end: at + word[0].length };
  const leaked = matchAt(NOISE_ODD, text, at);
  return leaked ? noise(text, leaked[0], at + leaked[0].length) : undefined;
}

function noise(text: string, token: string, end: number): Marker {
  const speaker = ROLE_TOKEN.test(token) ? matchAt(SPEAKER, text, end) : null;
  const open = ROLE_TOKEN.test(token) && text.length - end < 24 && PARTIAL_SPEAKER.test(text.slice(end));
  return { kind: 'noise', end: end + (speaker?.[0].length ?? 0), ...(open ? { open } : {}) };
}

/** Tags with a name inside that begin a call without a wrapper. */
export const CALL_START =
  /<(?:[\w-]+:|[|｜]\s*DSML\s*[|｜]\s*)?(?:function\s*=|function\s+name\s*=|invoke\s+name\s*=|(?:tool_?call|tool_?use|tool|function_?call|call|use_tool)\s+name\s*=)|<(?:name|tool_name|function_name)>|<\|channel\|>[^<{\n]{0,80}?\bto=|<\|start\|>(?:assistant)?[^<{\n]{0,80}?\bto=/iy;

export interface ThoughtOpening {
  end: number;
  /** Ends the thought; a sticky pattern cannot be used on a stream, so these are plain texts. */
  closers: readonly string[];
  /** Of the closers, those that belong to what comes next and are not taken away. */
  keep?: boolean;
}

const THOUGHTS: readonly { open: RegExp; closers: readonly string[]; keep?: boolean }[] = [
  { open: /<(think|thinking|thought|thoughts|reasoning|seed:think)>/iy, closers: ['</$1>'] },
  { open: /\[THINK\]/y, closers: ['[/THINK]'] },
  { open: /<\|START_THINKING\|>/y, closers: ['<|END_THINKING|>'] },
  { open: /<\|channel>[ \t]*(?:thought|analysis|thinking)[ \t]*\n?/y, closers: ['<channel|>'] },
  {
    open: /(?:<\|start\|>[ \t]*assistant)?<\|channel\|>[ \t]*analysis[ \t]*<\|message\|>/y,
    closers: ['<|end|>', '<|start|>', '<|channel|>', '<|return|>', '<|call|>'],
    keep: true,
  },
];

/** A thought of the answer itself that begins at a place. */
export function thoughtAt(text: string, at: number): ThoughtOpening | undefined {
  for (const { open, closers, keep } of THOUGHTS) {
    const found = matchAt(open, text, at);
    if (found) return { end: at + found[0].length, closers: closers.map((closer) => closer.replace('$1', found[1] ?? '')), keep };
  }
  return undefined;
}

/** The end of a thought whose beginning was in the prompt, not in the answer. */
export const STRAY_THOUGHT_END = /<\/(?:think|thinking|thought|thoughts|seed:think)>|\[\/THINK\]|<\|END_THINKING\|>/iy;

/** A header of gpt-oss that opens text for the user. */
export const ANSWER_HEADER =
  /(?:<\|start\|>[ \t]*assistant[ \t]*)?<\|channel\|>[ \t]*(?:final|commentary)[^<\n]{0,60}(?:<\|constrain\|>[^<\n]{0,40})?<\|message\|>/y;

/** Elements whose text is quoted, to their closing tag. */
export const QUOTING_ELEMENT =
  /<(examples?|documents?|doc|quote|samples?|code|pre|blockquote|details|file|files|file_content|transcript|logs?|output|stdout|(?:[\w-]+_)?(?:examples?|samples?|results?|response|output)|system-reminder|instructions|prompt|user|stdin)(?:\s[^<>\n]*)?>/iy;
