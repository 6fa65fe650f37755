// npm run bench: every figure of the list in docs/BENCHMARKS.md, each with its ratio to a reference measured in the same run.
//   --json        one array of {figure, value, reference, ratio, goal, ok, note}
//   --markdown    writes the table and the machine it was measured on into docs/BENCHMARKS.md
//   --only WORD   only the figures whose name holds the word
// Exit code 1 when a goal is missed.
import { chatFigures } from './figures/chat.mjs';
import { contextFigures } from './figures/context.mjs';
import { loopFigures } from './figures/loop.mjs';
import { mcpFigures } from './figures/mcp.mjs';
import { packageFigures } from './figures/package.mjs';
import { rankingFigures } from './figures/ranking.mjs';
import { searchFigures } from './figures/search.mjs';
import { startFigures } from './figures/start.mjs';
import { markdownTable, writeMarkdown } from './markdown.mjs';

delete process.env.NODE_EXTRA_CA_CERTS;
const has = (flag) => process.argv.includes(flag);
const only = has('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : '';
const rows = [];

const ALL = [...startFigures, ...chatFigures, ...mcpFigures, ...loopFigures, ...contextFigures, ...searchFigures, ...rankingFigures, ...packageFigures];
for (const { name, measure } of ALL) {
  if (!name.includes(only)) continue;
  process.stderr.write(`measuring: ${name}\n`);
  try {
    rows.push(...(await measure()).map((row) => ({ figure: name, ...row })));
  } catch (error) {
    rows.push({ figure: name, value: 'failed', goal: '', ok: false, note: error.message.split('\n')[0] });
  }
}

if (has('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else process.stdout.write(`${markdownTable(rows)}\n`);
if (has('--markdown')) writeMarkdown(rows);
process.exit(rows.every(({ ok }) => ok !== false) ? 0 : 1);
