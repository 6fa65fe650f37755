import type { ToolContext } from '../../contract/tool.js';

const MAX_CHARACTERS = 1_000_000;
const MAX_LINES = 8;

/** A sentence with the lines of syntax errors that the change brought, or nothing. Errors that were there before do not count. */
export async function newSyntaxErrors(path: string, before: string, after: string, context: ToolContext): Promise<string> {
  if (after.length > MAX_CHARACTERS || before.length > MAX_CHARACTERS) return '';
  try {
    const now = await context.index.analyzeText(path, after, context.signal);
    if (!now || now.errors === 0) return '';
    const was = before === '' ? undefined : await context.index.analyzeText(path, before, context.signal);
    if (was && now.errors <= was.errors) return '';
    const lines = was ? subtract(now.errorLines, before, after, was.errorLines) : now.errorLines;
    if (lines.length === 0) return '';
    const shown = lines.slice(0, MAX_LINES).join(', ');
    return `\nnew syntax ${lines.length === 1 ? 'error at line' : 'errors at lines'} ${shown}${lines.length > MAX_LINES ? ' …' : ''}; look at the file and mend it`;
  } catch {
    // Feedback is a courtesy: a parser that fails must not fail an edit that is written.
    return '';
  }
}

/** Lines with errors now whose text had no error before. */
function subtract(lines: readonly number[], before: string, after: string, oldLines: readonly number[]): number[] {
  const textBefore = before.split('\n');
  const known = oldLines.map((line) => textBefore[line - 1]);
  const textAfter = after.split('\n');
  const fresh = lines.filter((line) => {
    const at = known.indexOf(textAfter[line - 1]);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
  // The same texts, yet more errors: better all of them than none.
  return fresh.length > 0 ? fresh : [...lines];
}
