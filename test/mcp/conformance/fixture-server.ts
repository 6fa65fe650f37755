// ocode's server as the official suite wants to meet it: everything `ocode mcp serve` offers, and beside it the resources and prompts
// the suite asks for by name. Its tools come from fixture-plugin.mjs in the user's plugin folder.
import { readsOnly } from '../../../src/cli/commands/mcp-serve.js';
import { composeWorkbench } from '../../../src/cli/compose.js';
import { composeRoad } from '../../../src/cli/compose-engine.js';
import { serverParts } from '../../../src/cli/mcp-server-parts.js';
import type { McpServerParts } from '../../../src/modes/mcp-server.js';
import { serveMcp } from '../../../src/modes/mcp-server.js';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const view = (uri: string, mimeType: string, content: { text: string } | { blob: string }): McpServerParts['views'][number] => ({
  uri,
  name: uri,
  description: 'For the conformance suite.',
  mimeType,
  read: async () => content,
});

const bench = await composeWorkbench({ allow: ['mcp(conformance/*)'] }, { interactive: false });
const road = composeRoad(bench);
const parts = serverParts(bench, { ...road, security: readsOnly(road.security) }, false, (text) => process.stderr.write(`${text}\n`));
try {
  await serveMcp(
    {
      ...parts,
      views: [
        ...parts.views,
        view('test://static-text', 'text/plain', { text: 'This is the content of the static text resource.' }),
        view('test://static-binary', 'image/png', { blob: PIXEL }),
        view('test://watched-resource', 'text/plain', { text: 'watched' }),
      ],
      templates: [
        ...parts.templates,
        {
          uriTemplate: 'test://template/{id}/data',
          name: 'template',
          description: 'For the conformance suite.',
          mimeType: 'application/json',
          read: async ({ id }) => ({ text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }),
        },
      ],
      prompts: [
        ...parts.prompts,
        {
          name: 'test_simple_prompt',
          description: 'Simple.',
          arguments: [],
          messages: () => [{ type: 'text', text: 'This is a simple prompt for testing.' }],
        },
        {
          name: 'test_prompt_with_arguments',
          description: 'Two arguments.',
          arguments: ['arg1', 'arg2'].map((name) => ({ name, description: name, required: true })),
          messages: ({ arg1, arg2 }) => [{ type: 'text', text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` }],
        },
        {
          name: 'test_prompt_with_embedded_resource',
          description: 'A resource.',
          arguments: [{ name: 'resourceUri', description: 'its address', required: true }],
          messages: ({ resourceUri = '' }) => [
            { type: 'resource', uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
            { type: 'text', text: 'Please process the embedded resource above.' },
          ],
        },
        {
          name: 'test_prompt_with_image',
          description: 'A picture.',
          arguments: [],
          messages: () => [
            { type: 'image', data: PIXEL, mimeType: 'image/png' },
            { type: 'text', text: 'Please analyze the image above.' },
          ],
        },
      ],
    },
    { input: process.stdin, output: process.stdout },
    new AbortController().signal,
  );
} finally {
  process.stdin.destroy();
  await bench.close();
}
