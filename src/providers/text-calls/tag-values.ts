import { matchAt, skipBlank } from './notation.js';

/** The tags around a raw value, as sources of patterns that match whole tags. */
interface TagSources {
  /** Opens a value like this one. */
  open: string;
  close: string;
  /** Opens and closes the element the value stands in. */
  parentOpen: string;
  parentClose: string;
}

export interface ValueTags {
  any: RegExp;
  /** What follows the closing tag of a value while the call goes on or ends. */
  next: RegExp;
}

const KINDS = ['open', 'close', 'parentOpen', 'parentClose'] as const;

export function valueTags(sources: TagSources): ValueTags {
  return {
    any: new RegExp(KINDS.map((kind) => `(${sources[kind]})`).join('|'), 'g'),
    next: new RegExp(`${sources.open}|${sources.parentClose}|${sources.parentOpen}`, 'y'),
  };
}

/** What may follow the last tag of a call: the end of a wrapper, a marker, a fence, the next call. */
const WRAPPER_END = /<\/[\w:|｜-]+>|<[|｜\w]|\[|```|~~~/y;
const NESTING = 32;

/**
 * The raw text between tags, from `at`. Tags inside it are content as long as they balance, so a file that shows calls stays whole.
 * Without its closing tag a value ends at the next value on a line of its own, or at the end of its parent; undefined: it does not end.
 */
export function readTagValue(text: string, at: number, tags: ValueTags): { value: string; end: number } | undefined {
  const end = balancedEnd(text, at, tags) ?? openEnd(text, at, tags);
  return end && { value: unpack(text.slice(at, end.from)), end: end.to };
}

interface Tag {
  kind: 'open' | 'close' | 'parentOpen' | 'parentClose';
  from: number;
  to: number;
}

function balancedEnd(text: string, at: number, tags: ValueTags): Tag | undefined {
  let values = 0;
  let parents = 0;
  for (const tag of tagsFrom(text, at, tags)) {
    if (tag.kind === 'open') values += 1;
    else if (tag.kind === 'parentOpen') parents += 1;
    else if (tag.kind === 'parentClose') {
      if (parents === 0) return undefined;
      parents -= 1;
    } else if (values > 0) values -= 1;
    else if (parents === 0 && continues(text, tag.to, tags)) return tag;
    if (values > NESTING || parents > NESTING) return undefined;
  }
  return undefined;
}

function openEnd(text: string, at: number, tags: ValueTags): Tag | undefined {
  for (const tag of tagsFrom(text, at, tags)) {
    if (tag.kind === 'close' && continues(text, tag.to, tags)) return tag;
    if (tag.kind === 'open' && /\n[ \t]*$/.test(text.slice(Math.max(at, tag.from - 40), tag.from))) return { ...tag, to: tag.from };
    if (tag.kind === 'parentClose') return { ...tag, to: tag.from };
  }
  const wrapper = /\n[ \t]*<\/(?:[\w-]+:)?(?:tool_calls?|function_calls?)>\s*$/.exec(text.slice(at));
  if (!wrapper) return undefined;
  return { kind: 'close', from: at + wrapper.index, to: at + wrapper.index };
}

/** Whether the call goes on, or ends, after a closing tag: otherwise the tag was content. */
function continues(text: string, at: number, tags: ValueTags): boolean {
  const next = skipBlank(text, at);
  if (next >= text.length) return true;
  if (matchAt(tags.next, text, next)) return true;
  return matchAt(WRAPPER_END, text, next) !== null;
}

function* tagsFrom(text: string, at: number, tags: ValueTags): Generator<Tag> {
  const { any } = tags;
  let position = at;
  for (;;) {
    const found = matchAt(any, text, position);
    if (!found) return;
    const kind = KINDS.find((_, index) => found[index + 1] !== undefined) ?? 'open';
    position = found.index + found[0].length;
    yield { kind, from: found.index, to: position };
  }
}

/** One line break next to each tag is packing, so is CDATA; entities are kept where raw markup stands beside them. */
function unpack(raw: string): string {
  const trimmed = raw.replace(/^[ \t]*\r?\n/, '').replace(/\r?\n[ \t]*$/, '');
  const data = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(trimmed);
  if (data) return data[1] ?? '';
  if (/[<>]|&(?!(?:lt|gt|amp|quot|apos|#39|#x27);)/.test(trimmed)) return trimmed;
  return trimmed.replace(/&(lt|gt|amp|quot|apos|#39|#x27);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", '#39': "'", '#x27': "'" };
