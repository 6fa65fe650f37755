import type { ApprovalAnswer, ApprovalRequest, Approver } from '../contract/security.js';
import { makeVisible } from '../lib/sanitize.js';
import type { Theme } from '../lib/theme.js';
import type { Turns } from '../lib/turns.js';

export interface ApproverPorts {
  theme(): Theme;
  /** Shared with whatever else asks a person. */
  turns: Turns;
  note(text: string): void;
  ask(text: string): void;
  /** One of these keys; undefined: interrupted or nobody there, which is a no. */
  readKey(keys: string, signal: AbortSignal): Promise<string | undefined>;
  /** Opens the person's editor on a text; undefined when there is none or it failed. */
  edit(path: string, text: string): Promise<string | undefined>;
}

/** Asks a person at the terminal. Shows the whole command or diff, with everything invisible made visible. One question at a time. */
export function createTerminalApprover(ports: ApproverPorts): Approver {
  return { ask: (request, signal) => ports.turns.take(() => askOne(ports, request, signal)) };
}

async function askOne(ports: ApproverPorts, request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalAnswer> {
  const theme = ports.theme();
  ports.note(`${theme.warning('?')} ${theme.strong(makeVisible(request.tool))}: ${makeVisible(request.reason)}`);
  if (request.command !== undefined) ports.note(indent(makeVisible(request.command)));
  else if (request.diff) ports.note(paintDiff(request.diff, theme));
  else ports.note(indent(makeVisible(JSON.stringify(request.args, null, 2))));
  const choices = ['[y]es', '[n]o', '[a]lways', ...(request.proposed ? ['[e]dit'] : [])].join(' ');
  const keys = request.proposed ? 'ynae' : 'yna';
  while (true) {
    ports.ask(`${choices} ${theme.dim(`(always: ${makeVisible(request.scope).replaceAll('\n', ', ')})`)} `);
    const key = await ports.readKey(keys, signal);
    ports.note(key === undefined ? 'no' : ({ y: 'yes', n: 'no', a: 'always', e: 'edit' }[key] ?? key));
    if (key === 'y') return { answer: 'allow_once' };
    if (key === 'a') return { answer: 'allow_session' };
    if (key !== 'e' || !request.proposed) return { answer: 'reject' };
    const text = await ports.edit(request.proposed.path, request.proposed.text);
    if (text !== undefined) return { answer: 'edited', text };
    ports.note(theme.warning('the editor did not give a text back; set EDITOR to one that works'));
  }
}

/** A unified diff in colours, with control characters visible. */
export function paintDiff(diff: string, theme: Theme): string {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const shown = makeVisible(line);
      if (/^(?:\+\+\+|---|diff |index )/.test(line)) return theme.strong(shown);
      if (line.startsWith('+')) return theme.added(shown);
      if (line.startsWith('-')) return theme.removed(shown);
      return line.startsWith('@@') ? theme.dim(shown) : shown;
    })
    .join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
