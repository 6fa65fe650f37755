/** Completes `/command` at the start of a line and `@path` at its end. Returns the offers and the part they replace. */
export function createCompleter(commands: () => readonly string[], paths: (start: string) => string[]): (line: string) => [string[], string] {
  return (line) => {
    if (/^\/\S*$/.test(line)) {
      const offers = commands()
        .map((name) => `/${name}`)
        .filter((name) => name.startsWith(line));
      return [offers.length === 1 ? [`${offers[0]} `] : offers, line];
    }
    const typed = /(?:^|\s)@(\S*)$/.exec(line)?.[1];
    return typed === undefined ? [[], line] : [paths(typed).map((path) => `@${path}`), `@${typed}`];
  };
}
