import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

const schema = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../schemas/${name}.schema.json`, import.meta.url)), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
const resultFits = ajv.compile(schema('result'));
const eventFits = ajv.compile(schema('stream-event'));
const sessionFits = ajv.compile(schema('session'));

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const EDIT = { path: 'src/a.js', edits: [{ old_text: 'one', new_text: 'two' }] };

describe('one-shot', () => {
  it('text: stdout is the answer and nothing else', async () => {
    await world.serve({ turns: ['The answer is 42.'] });
    const run = await world.ocode(['-p', 'what is it?']);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, 'The answer is 42.\n', '']);
  });

  it('does real work over several rounds, saves the session, and goes on from there', async () => {
    world.files({ 'src/a.js': "export const value = 'one';\n" });
    const server = await world.serve({
      turns: [
        { calls: [{ name: 'read', args: { path: 'src/a.js' } }] },
        { text: 'I change it.', calls: [{ name: 'edit', args: EDIT }] },
        'Changed.',
        'You asked me to change the value.',
      ],
    });
    const first = await world.ask('change the value', ['--permission-mode', 'auto-edit']);
    const result = first.json();
    expect(first.code).toBe(0);
    expect(world.read('src/a.js')).toBe("export const value = 'two';\n");
    expect(result).toMatchObject({ result: 'Changed.', num_turns: 3, files_changed: [{ path: 'src/a.js', kind: 'modified', added: 1, removed: 1 }] });
    expect(resultFits(result), JSON.stringify(resultFits.errors)).toBe(true);

    const second = await world.ask('what did I ask?', ['-c']);
    expect(second.json().session_id).toBe(result.session_id);
    const bodies = server.chats.map((chat) => chat.body);
    for (const [index, body] of bodies.slice(1).entries()) {
      const before = bodies[index];
      expect(JSON.stringify(body.messages.slice(0, before.messages.length))).toBe(JSON.stringify(before.messages));
      expect(JSON.stringify(body.tools)).toBe(JSON.stringify(before.tools));
      const { messages: _, tools: __, ...options } = body;
      const { messages: ___, tools: ____, ...optionsBefore } = before;
      expect(options).toEqual(optionsBefore);
    }
    const exported = await world.ocode(['sessions', 'export', String(result.session_id), '--format', 'json']);
    expect(sessionFits(exported.json()), JSON.stringify(sessionFits.errors)).toBe(true);

    expect((await world.ocode(['undo'])).code).toBe(0);
    expect(world.read('src/a.js')).toBe("export const value = 'one';\n");
  });

  it('stream-json: every line fits the schema, seq rises, the last line is the result', async () => {
    world.files({ 'a.txt': 'alpha\n' });
    await world.serve({
      turns: [
        {
          calls: [
            { name: 'read', args: { path: 'a.txt' } },
            { name: 'bash', args: { command: 'touch x' } },
          ],
        },
        'Done.',
      ],
    });
    const run = await world.ocode(['-p', 'x', '--output-format', 'stream-json']);
    const lines = run.lines();
    for (const line of lines) expect(eventFits(line), `${JSON.stringify(line)}: ${JSON.stringify(eventFits.errors)}`).toBe(true);
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index));
    expect(new Set(lines.map((line) => line.session_id)).size).toBe(1);
    expect(lines.at(-1)).toMatchObject({ type: 'result', subtype: 'success' });
    expect(lines.filter((line) => line.type === 'tool_requested')).toHaveLength(2);
    expect(lines.filter((line) => line.type === 'tool_decided')).toHaveLength(2);
    expect(lines.filter((line) => line.type === 'tool_finished')).toHaveLength(2);
  });

  it('the fixed prompt stays small', async () => {
    const server = await world.serve({ rest: 'ok' });
    await world.ask('hi');
    await world.ask('hi', ['--num-ctx', '8192']);
    const tokens = server.chats.map(({ body }) => Math.ceil((body.messages[0].content.length + JSON.stringify(body.tools).length) / 4));
    expect(tokens[0]).toBeLessThanOrEqual(1200);
    expect(tokens[1]).toBeLessThanOrEqual(800);
  });

  it('an interrupted run ends with 130, keeps the question, and -c goes on', async () => {
    const server = await world.serve({ turns: [[{ text: 'Slowly ' }, { wait: 20_000 }, { done: {} }], 'Here again.'] });
    const run = await world.ask('the first question', [], {
      onStart: (child) => {
        const poll = setInterval(() => {
          if (server.chats.length === 0) return;
          clearInterval(poll);
          setTimeout(() => child.kill('SIGINT'), 100);
        }, 20);
      },
    });
    expect([run.code, run.json().subtype]).toEqual([130, 'error_interrupted']);
    expect((await world.ask('go on', ['-c'])).code).toBe(0);
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('the first question');
  });
});

describe('bad input: a clear line, the right exit code, one JSON object', () => {
  it.each<[string, string[], number, string, RegExp]>([
    ['no server', ['--host', 'http://127.0.0.1:9'], 4, 'error_model_unreachable', /ollama serve/],
    ['an unknown flag', ['--modle', 'x'], 2, 'error_usage', /--model/],
    ['a wrong number', ['--max-turns', 'many'], 2, 'error_usage', /--max-turns/],
    ['a folder that is not there', ['-C', 'nowhere'], 2, 'error_usage', /nowhere/],
    ['an -o that cannot be written', ['-o', '/nowhere/file'], 2, 'error_usage', /-o/],
    ['a session that is not there', ['-r', 'deadbeef'], 10, 'error_session', /deadbeef/],
    ['an -o below a file', ['-o', 'notes.txt/answer'], 2, 'error_usage', /-o/],
    ['an -o far below a file', ['-o', 'notes.txt/a/b'], 2, 'error_usage', /-o/],
    ['an -o that names a folder', ['-o', 'answers/'], 2, 'error_usage', /folder/],
    ['an -o with too long a name', ['-o', 'x'.repeat(256)], 2, 'error_usage', /long/],
    ['nothing to continue', ['-c'], 10, 'error_session', /no session/],
    ['a session id that is none', ['--session-id', 'x'], 2, 'error_usage', /UUID/],
    ['a missing --config', ['--config', 'nowhere.json'], 3, 'error_config', /nowhere\.json/],
    ['a schema that is none', ['--json-schema', '{"type": "nonsense"}'], 2, 'error_usage', /schema/i],
    ['a host that is not local', ['--offline', '--host', 'http://192.0.2.1'], 4, 'error_model_unreachable', /offline/],
    ['an unknown provider', ['--provider', 'olama'], 2, 'error_usage', /ollama/],
  ])('%s', async (_, args, code, subtype, words) => {
    world.files({ 'notes.txt': 'a file' });
    const run = await world.ask('x', args);
    expect(run.code).toBe(code);
    expect(run.json()).toMatchObject({ type: 'result', subtype, exit_code: code });
    expect(resultFits(run.json()), JSON.stringify(resultFits.errors)).toBe(true);
    expect(run.stderr).toMatch(words);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it('an empty prompt, binary input, broken settings', async () => {
    expect((await world.ask('  ')).code).toBe(2);
    expect((await world.ask('look', [], { stdin: Buffer.from([1, 0, 2]) })).code).toBe(2);
    world.files({ '.ocode/settings.json': '{\n  "model": "x",\n  "temperature": "hot"\n}\n' });
    const run = await world.ask('x');
    expect([run.code, run.stderr]).toEqual([3, expect.stringMatching(/settings\.json:3.*temperature/)]);
  });

  it('a prompt of 10 MB is refused by the window, not by a crash', async () => {
    await world.serve({ rest: 'ok', enforceContext: true });
    const run = await world.ocode(['-p', '--output-format', 'json'], { stdin: 'word '.repeat(2_000_000) });
    expect([run.code, run.json().subtype]).toEqual([6, 'error_model_response']);
    expect(run.stderr).toMatch(/window/);
  });
});
