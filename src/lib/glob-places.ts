const MAX_PLACES = 64;

/**
 * The places a glob reaches, as paths for the judge: every branch of its braces without the last part when that has a
 * wildcard. Wildcards in the middle stay, as names that do not exist: `**` + `/../..` still leads out.
 */
export function globPlaces(pattern: string, folder = '.'): string[] {
  const places = branches(pattern).map((branch) => {
    const parts = branch.split('/');
    while (parts.length > 0 && /[*?[\]]/.test(parts.at(-1) ?? '')) parts.pop();
    return parts.join('/') || (branch.startsWith('/') ? '/' : '.');
  });
  const from = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '') || '/'}/`;
  return [...new Set(places.map((place) => (/^[/~]/.test(place) || from === '' ? place : `${from}${place}`)))];
}

/** `{a,b}` as separate patterns; what is not well formed stays as it is. */
function branches(pattern: string): string[] {
  const open = pattern.search(/\{[^{}]*,[^{}]*\}/);
  if (open === -1) return [pattern];
  const close = pattern.indexOf('}', open);
  const choices = pattern.slice(open + 1, close).split(',');
  return choices.flatMap((choice) => branches(pattern.slice(0, open) + choice + pattern.slice(close + 1))).slice(0, MAX_PLACES);
}
