import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const PERSON = { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name', 'age'] };
const ADA = { name: 'Ada', age: 36 };

describe('--json-schema', () => {
  it.each([
    ['draft 2020-12', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...PERSON }],
    ['draft 2019-09', { $schema: 'https://json-schema.org/draft/2019-09/schema', ...PERSON }],
    ['draft 7', { $schema: 'http://json-schema.org/draft-07/schema#', definitions: { person: PERSON }, $ref: '#/definitions/person' }],
    ['draft 6', { $schema: 'http://json-schema.org/draft-06/schema', ...PERSON }],
  ])('takes a schema of %s', async (_, schema) => {
    const server = await world.serve({ turns: ['{"name": "Ada"}', JSON.stringify(ADA)] });
    expect((await world.ask('who?', ['--json-schema', JSON.stringify(schema)])).json()).toMatchObject({ subtype: 'success', structured_output: ADA });
    expect(server.chats[1]?.body.format).toEqual(schema);
  });

  it('takes a file as Windows writes it', async () => {
    await world.serve({ rest: JSON.stringify(ADA) });
    world.files({ 's.json': `\ufeff${JSON.stringify(PERSON, null, 2).replaceAll('\n', '\r\n')}` });
    expect((await world.ask('who?', ['--json-schema', '@s.json'])).json()).toMatchObject({ structured_output: ADA });
  });

  it('goes on with an answer that was cut, although JSON with a name looks like a call', async () => {
    const server = await world.serve({ turns: [{ text: '{"name": "Ada", ', reason: 'length' }, '"age": 36}'] });
    const { structured_output, num_turns } = (await world.ask('who?', ['--json-schema', JSON.stringify(PERSON)])).json();
    expect([structured_output, num_turns, server.chats.length]).toEqual([ADA, 1, 2]);
  });
});
