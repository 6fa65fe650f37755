import type { ShellNode } from './tree.js';

/** What a loop waits for in each round, so that it does not start one process after the other. */
const WAITS = /^\s*(?:command\s+)?(?:sleep|wait|read|inotifywait|select)\b/;
const ALWAYS = /^\s*(?:while\s+(?:true|:|\/bin\/true|(?:\[|test)\s+1\b.*|\(\(\s*1\s*\)\))|until\s+(?:false|\/bin\/false|!\s*true))\s*;?\s*$/;

/** A loop that never ends and in each round starts something it does not wait for. */
export function isProcessFlood(loop: ShellNode, source: string): boolean {
  const body = loop.children.find((child) => child.type === 'do_group' || child.type === 'compound_statement');
  if (!body) return false;
  const head = source.slice(loop.start, body.start);
  const endless = loop.type === 'c_style_for_statement' ? /\(\([^;]*;\s*(?:1|true)?\s*;/.test(head) : ALWAYS.test(head);
  if (!endless) return false;
  let starts = false;
  for (const [at, child] of body.children.entries()) {
    if (!child.named) continue;
    const grouped = /^(?:subshell|compound_statement)$/.test(child.type) && child.children.some((inner) => inner.type === '&');
    if (grouped || body.children[at + 1]?.type === '&') starts = true;
    else if (WAITS.test(source.slice(child.start, child.end))) return false;
  }
  return starts;
}
