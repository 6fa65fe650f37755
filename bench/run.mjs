// npm run bench: every figure of SPEC part 12, each with its ratio to a reference measured in the same run.
// --json prints one object; --only <word> runs the figures whose name holds it.
import { contextFigures } from './figures/context.mjs';
import { loopFigures } from './figures/loop.mjs';
import { packageFigures } from './figures/package.mjs';
import { searchFigures } from './figures/search.mjs';
import { startFigures } from './figures/start.mjs';

delete process.env.NODE_EXTRA_CA_CERTS;
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const json = process.argv.includes('--json');
const rows = [];

for (const { name, measure } of [...startFigures, ...loopFigures, ...contextFigures, ...searchFigures, ...packageFigures]) {
  if (!name.includes(only)) continue;
  if (!json) process.stderr.write(`measuring: ${name}\n`);
  try {
    rows.push(...(await measure()).map((row) => ({ figure: name, ...row })));
  } catch (error) {
    rows.push({ figure: name, value: 'failed', goal: '', ok: false, note: error.message.split('\n')[0] });
  }
}

if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else {
  for (const { figure, value, ratio, goal, ok, note } of rows) {
    process.stdout.write(
      `${ok === undefined ? '    ' : ok ? 'ok  ' : 'MISS'} ${figure}: ${value}${ratio === undefined ? '' : ` (ratio ${ratio.toFixed(2)})`}${goal ? `, goal ${goal}` : ''}${note ? ` — ${note}` : ''}\n`,
    );
  }
}
process.exit(0);
