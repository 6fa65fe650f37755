/** Why a jq program must not pass. jq runs nothing; it can load modules and show the environment. */
export function jqReason(program: string | undefined): string | undefined {
  if (program === undefined) return 'its program is not known';
  if (/\$ENV|\$__prog/.test(program)) return 'its program shows the environment';
  // A key is not a word: `.env` and `.include` are fields.
  const word = /(?:^|[^.\w$])(env|include|import|modulemeta|get_search_list|input_filename)\b(?!\s*:)/.exec(program)?.[1];
  return word === undefined ? undefined : `its program uses ${word}`;
}
