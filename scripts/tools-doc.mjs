// Writes docs/TOOLS.md from the tools themselves; --check only says whether it differs.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FILE = 'docs/TOOLS.md';
const bundle = `dist/tools-doc-${process.pid}.mjs`;
await build({
  stdin: {
    contents:
      "export { builtinTools } from './src/tools/builtin.ts';\nexport { schemaOf, typeWord } from './src/tools/arg-schema.ts';\nexport { moreTools } from './src/tools/more-tools.ts';\nexport { useTool } from './src/tools/use-tool.ts';",
    resolveDir: process.cwd(),
  },
  bundle: true,
  outfile: bundle,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
});
const { builtinTools, moreTools, useTool, schemaOf, typeWord } = await import(pathToFileURL(bundle).href).finally(() => rmSync(bundle, { force: true }));

const tools = [...builtinTools, moreTools, useTool];
const sets = [...new Set(tools.map((tool) => tool.set))];
const text = `# Tools

Made from the code by \`npm run schemas\`; do not edit. The core set is always offered to the model; the others are named in
\`more_tools\` and called through \`use_tool\`, or by name. \`ocode tools run <name> '<json>' --json\` runs any of them.
Names are compared without case, \`_\` and \`-\`; keys the tool does not know are dropped.

${sets.map(setText).join('\n')}`;

function setText(set) {
  return `## ${set}\n\n${tools
    .filter((tool) => tool.set === set)
    .map(toolText)
    .join('\n')}`;
}

function toolText(tool) {
  const { properties = {}, required = [] } = schemaOf(tool);
  const rows = Object.entries(properties).map(([name, shape]) => {
    const others = Object.entries(tool.argAliases ?? {}).flatMap(([alias, target]) => (target === name ? [alias] : []));
    return `| \`${name}\` | ${typeWord(shape).replaceAll('|', ' \\| ')} | ${required.includes(name) ? 'yes' : ''} | ${shape.description ?? ''} | ${others.join(' ')} |`;
  });
  const table = rows.length > 0 ? `| argument | type | required | | also |\n|---|---|---|---|---|\n${rows.join('\n')}\n` : 'No arguments.\n';
  const aliases = tool.aliases?.length ? `Also: ${tool.aliases.map((alias) => `\`${alias}\``).join(' ')}\n\n` : '';
  return `### ${tool.name} (${tool.kind})\n\n${tool.description}.\n\n${aliases}${table}`;
}

if (process.argv.includes('--check')) {
  if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
    console.error(`${FILE} differs from the code: run npm run schemas`);
    process.exit(1);
  }
} else {
  writeFileSync(FILE, text);
}
