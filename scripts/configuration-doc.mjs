// Writes docs/CONFIGURATION.md from schemas/settings.schema.json and the defaults; --check only says whether it differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const bundle = await build({
  stdin: {
    contents: "export { DEFAULTS } from './src/config/defaults.ts';\nexport { ENVIRONMENT } from './src/config/environment.ts';",
    resolveDir: process.cwd(),
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
});
const { DEFAULTS, ENVIRONMENT } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`);
const schema = JSON.parse(readFileSync('schemas/settings.schema.json', 'utf8'));

const rows = [];
function collect(shape, prefix) {
  for (const [name, child] of Object.entries(shape.properties ?? {})) {
    if (name === '$schema') continue;
    const key = prefix ? `${prefix}.${name}` : name;
    if (child.properties && child.additionalProperties === undefined) collect(child, key);
    else rows.push({ key, type: typeOf(child), fallback: valueAt(key), text: child.description ?? '' });
  }
}
function typeOf(shape) {
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(' ');
  if (shape.anyOf) return shape.anyOf.map(typeOf).join(' or ');
  const range = [
    shape.minimum > -1e15 ? `≥ ${shape.minimum}` : '',
    shape.exclusiveMinimum !== undefined ? `> ${shape.exclusiveMinimum}` : '',
    shape.maximum < 1e15 ? `≤ ${shape.maximum}` : '',
  ].filter(Boolean);
  if (Array.isArray(shape.type)) return shape.type.join(' or ');
  const base = shape.type === 'array' ? 'list of strings' : shape.type === 'integer' ? 'whole number' : (shape.type ?? 'any');
  return [base, ...range].join(', ');
}
function valueAt(key) {
  const value = key.split('.').reduce((place, part) => place?.[part], DEFAULTS);
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``;
}
collect(schema, '');

const cell = (text) => text.replaceAll('|', '\\|');
const text = `# Configuration

Made from the code by \`npm run schemas\`; do not edit.

Layers, later wins: defaults < \`~/.ocode/settings.json\` (\`OCODE_HOME\` moves the folder) < \`.ocode/settings.json\` <
\`.ocode/settings.local.json\` < environment < flags. JSON with comments. \`ignore_patterns\`, \`permissions.rules.*\`,
\`permissions.blocked_paths\` and \`permissions.blocked_commands\` add up over the layers. Unknown keys warn; wrong values
end with exit code 3, file, line and key. In a folder that was not trusted (\`ocode trust\`) project settings may only narrow.
\`ocode config list --show-origin\` says where each value came from. A \`.env\` file is never read.

| setting | value | default | |
|---|---|---|---|
${rows.map(({ key, type, fallback, text: about }) => `| \`${key}\` | ${cell(type)} | ${cell(fallback)} | ${cell(about)} |`).join('\n')}

## Environment

| variable | setting |
|---|---|
${Object.entries(ENVIRONMENT)
  .map(([variable, key]) => `| \`${variable}\` | \`${key}\` |`)
  .join('\n')}
| \`OCODE_HOME\` | folder for settings, keys and state (default \`~/.ocode\`) |
| \`OLLAMA_API_KEY\` | sent as bearer to the Ollama server |
| \`OPENAI_API_KEY\` | the same for an OpenAI-compatible server, unless \`api_key_env\` of its entry names another variable |
| \`NO_COLOR\` | no colours |
`;

if (process.argv.includes('--check')) {
  if (readFileSync('docs/CONFIGURATION.md', 'utf8') !== text) {
    console.error('docs/CONFIGURATION.md differs from the settings; run npm run schemas');
    process.exit(1);
  }
} else writeFileSync('docs/CONFIGURATION.md', text);
