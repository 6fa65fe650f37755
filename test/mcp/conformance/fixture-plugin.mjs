// The tools the official suite calls by name, as a plugin of ocode: they go through the registry, the judge and the one road like every other tool.
import { setTimeout as sleep } from 'node:timers/promises';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = { type: 'image', data: PIXEL, mimeType: 'image/png' };
const SILENCE = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

export default ({ z, ToolError }) => {
  const tool = (name, run, input = z.object({})) => ({ name, description: `For the conformance suite: ${name}.`, input, run });
  const asking = (name, properties, required = []) =>
    tool(name, async (_args, { askPerson }) => {
      if (!askPerson) throw new ToolError('failed', 'nobody can be asked');
      const answer = await askPerson({ message: 'Please fill this in.', schema: { type: 'object', properties, required } });
      return { text: `Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}` };
    });
  const choice = (names, titles) => names.map((value, index) => ({ const: value, title: titles[index] }));
  return {
    name: 'conformance',
    tools: [
      tool('test_simple_text', async () => ({ text: 'This is a simple text response for testing.' })),
      tool('test_image_content', async () => ({ text: '', media: [image] })),
      tool('test_audio_content', async () => ({ text: '', media: [{ type: 'audio', data: SILENCE, mimeType: 'audio/wav' }] })),
      tool('test_embedded_resource', async () => ({
        text: '',
        media: [{ type: 'resource', uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' }],
      })),
      tool('test_multiple_content_types', async () => ({
        text: 'Multiple content types test:',
        media: [image, { type: 'resource', uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' }],
      })),
      tool('test_tool_with_logging', async (_args, { progress }) => {
        for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
          progress(line);
          await sleep(50);
        }
        return { text: 'logged' };
      }),
      tool('test_tool_with_progress', async (_args, { progress }) => {
        for (const line of ['0 of 100', '50 of 100', '100 of 100']) {
          progress(line);
          await sleep(50);
        }
        return { text: 'done' };
      }),
      tool('test_error_handling', async () => {
        throw new ToolError('failed', 'This tool intentionally returns an error for testing');
      }),
      tool(
        'test_elicitation',
        async ({ message }, { askPerson }) => {
          if (!askPerson) throw new ToolError('failed', 'nobody can be asked');
          const properties = { username: { type: 'string', description: "User's response" }, email: { type: 'string', description: "User's email address" } };
          const answer = await askPerson({ message, schema: { type: 'object', properties, required: ['username', 'email'] } });
          return { text: `User response: ${JSON.stringify(answer)}` };
        },
        z.object({ message: z.string() }),
      ),
      asking('test_elicitation_sep1034_defaults', {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      }),
      asking('test_elicitation_sep1330_enums', {
        untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
        titledSingle: { type: 'string', oneOf: choice(['value1', 'value2', 'value3'], ['First Option', 'Second Option', 'Third Option']) },
        legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
        untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
        titledMulti: { type: 'array', items: { anyOf: choice(['value1', 'value2', 'value3'], ['First Choice', 'Second Choice', 'Third Choice']) } },
      }),
      {
        ...tool('json_schema_2020_12_tool', async () => ({ text: 'ok' }), z.looseObject({})),
        parameters: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          $defs: { address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
          properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
          additionalProperties: false,
        },
      },
    ],
  };
};
