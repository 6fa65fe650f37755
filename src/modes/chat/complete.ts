import type { ServerOffers } from './ports.js';

export interface CompleteFrom {
  /** Names of commands. */
  commands(): readonly string[];
  /** Paths that go on from a start; folders end with `/`. */
  paths(start: string): string[];
  /** Of each MCP server what is known of its prompts and resources. */
  servers(): readonly ServerOffers[];
}

/**
 * Completes `/command` and `/server:prompt` at the start of a line, `@path` and `@server:uri` at its end. Returns the offers and the
 * part they replace. Of a server nothing is known of, only its name is offered.
 */
export function createCompleter(from: CompleteFrom): (line: string) => [string[], string] {
  return (line) => {
    if (/^\/\S*$/.test(line)) {
      const names = [...from.commands(), ...from.servers().flatMap(({ server, prompts }) => named(server, prompts))];
      const offers = names.map((name) => `/${name}`).filter((name) => name.startsWith(line));
      return [offers.length === 1 && !offers[0]?.endsWith(':') ? [`${offers[0]} `] : offers, line];
    }
    const typed = /(?:^|\s)@(\S*)$/.exec(line)?.[1];
    if (typed === undefined) return [[], line];
    const resources = from.servers().flatMap(({ server, resources }) => {
      const all = named(server, resources);
      // The addresses come when the server is named: they may be many.
      return typed.startsWith(`${server}:`) ? all : all.slice(0, 1).map(() => `${server}:`);
    });
    const offers = [...from.paths(typed), ...resources.filter((name) => name.startsWith(typed))];
    return [offers.map((offer) => `@${offer}`), `@${typed}`];
  };
}

function named(server: string, names: readonly string[] | undefined): string[] {
  return names ? names.map((name) => `${server}:${name}`) : [`${server}:`];
}
