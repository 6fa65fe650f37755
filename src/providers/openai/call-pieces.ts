import type { ToolCall } from '../../contract/message.js';
import { freeId, readArguments, toCall } from '../calls.js';

interface Slot {
  id: unknown;
  name: string;
  /** JSON text in pieces; some servers send the object itself. */
  args: string | Record<string, unknown>;
}

/** Puts together the calls of one answer: each comes as a head (id, name) and its arguments in pieces, told apart by `index`. */
export class CallPieces {
  readonly #slots: Slot[] = [];
  readonly #byIndex = new Map<number, Slot>();

  add(pieces: unknown): void {
    if (!Array.isArray(pieces)) return;
    for (const piece of pieces as Array<{ index?: unknown; id?: unknown; function?: { name?: unknown; arguments?: unknown } } | null>) {
      if (!piece) continue;
      const slot = this.#slotOf(piece.index, piece.id, piece.function?.name);
      const { name, arguments: args } = piece.function ?? {};
      slot.id ??= piece.id;
      if (typeof name === 'string' && slot.name === '') slot.name = name;
      if (typeof args === 'string') slot.args = typeof slot.args === 'string' ? slot.args + args : slot.args;
      else if (typeof args === 'object' && args !== null) slot.args = args as Record<string, unknown>;
    }
  }

  /** `cut`: the answer hit its limit, so arguments may be half written; such a call only tells that there was one. Else throws `malformed_call`. */
  finish(cut: boolean): ToolCall[] {
    const taken = new Set<string>();
    return this.#slots.map(({ id, name, args }) => {
      if (cut && !readArguments(args)) return { id: freeId(id, taken), name, args: {} };
      return toCall(id, name, args, taken);
    });
  }

  /** A server that numbers every call 0, or none, begins a new one with a new id and a name. */
  #slotOf(index: unknown, id: unknown, name: unknown): Slot {
    const begins = typeof name === 'string' && name !== '';
    const known = typeof index === 'number' ? this.#byIndex.get(index) : this.#slots.at(-1);
    const another = begins && known !== undefined && known.name !== '' && (typeof index !== 'number' || (typeof id === 'string' && known.id !== id));
    if (known && !another) return known;
    const slot: Slot = { id: undefined, name: '', args: '' };
    this.#slots.push(slot);
    if (typeof index === 'number') this.#byIndex.set(index, slot);
    return slot;
  }
}
