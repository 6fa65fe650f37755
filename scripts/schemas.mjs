// Writes schemas/*.schema.json from the zod shapes; with --check only says whether they differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const SHAPES = { settings: 'settingsShape', session: 'sessionShape', result: 'resultShape', 'stream-event': 'streamEventShape' };
const TITLES = { settings: 'ocode settings', session: 'ocode session file', result: 'ocode result (json)', 'stream-event': 'ocode event (stream-json)' };

const bundle = await build({
  stdin: {
    contents: `
      export { z } from 'zod';
      export { settingsShape } from './src/config/schema.ts';
      export { sessionShape } from './src/contract/session.ts';
      export { resultShape } from './src/contract/result.ts';
      export { streamEventShape } from './src/contract/event.ts';`,
    resolveDir: process.cwd(),
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const shapes = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`);

let drift = false;
mkdirSync('schemas', { recursive: true });
for (const [name, shape] of Object.entries(SHAPES)) {
  // `input`: fields with defaults are optional to whoever writes the file (zod lists them as required otherwise).
  const schema = { ...shapes.z.toJSONSchema(shapes[shape], { io: 'input', target: 'draft-2020-12' }), title: TITLES[name] };
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const file = `schemas/${name}.schema.json`;
  if (process.argv.includes('--check')) {
    let old = '';
    try {
      old = readFileSync(file, 'utf8');
    } catch {}
    if (old !== text) {
      drift = true;
      console.error(`${file} differs from the zod shape; run npm run schemas`);
    }
  } else writeFileSync(file, text);
}
process.exit(drift ? 1 : 0);
