// Writes src/tools/core-parameters.ts from the shapes of the tools that every request offers; --check only says whether it differs.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FILE = 'src/tools/core-parameters.ts';
const bundle = `dist/core-parameters-${process.pid}.mjs`;
await build({
  stdin: {
    contents: ['builtin:builtinTools', 'more-tools:moreTools', 'use-tool:useTool', 'arg-schema:modelParametersFromShape']
      .map((line) => line.split(':'))
      .map(([file, name]) => `export { ${name} } from './src/tools/${file}.ts';`)
      .join('\n'),
    resolveDir: process.cwd(),
  },
  bundle: true,
  outfile: bundle,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
});
const { builtinTools, moreTools, useTool, modelParametersFromShape } = await import(pathToFileURL(bundle).href).finally(() => rmSync(bundle, { force: true }));

const tools = [...builtinTools.filter(({ set }) => set === 'core'), moreTools, useTool];
const parameters = Object.fromEntries(tools.map((tool) => [tool.name, modelParametersFromShape(tool, false)]));
const text = `import type { JsonSchema } from '../contract/chat.js';

/**
 * What the model is shown of the arguments of the tools that every request offers. Made from their shapes by \`npm run schemas\`; do not edit.
 * Making it at each start would take 10 ms: zod, the shapes, their JSON Schema.
 */
// biome-ignore format: generated
export const CORE_PARAMETERS: Readonly<Record<string, JsonSchema>> = ${JSON.stringify(parameters, null, 2)};
`;

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error(`${FILE} differs from the tools; run npm run schemas`);
    process.exit(1);
  }
} else writeFileSync(FILE, text);
