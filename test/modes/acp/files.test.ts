import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../../support/world.js';
import { type Editor, type EditorOptions, openEditor } from './editor.js';

let world: World;
let editor: Editor;
beforeEach(() => {
  world = createWorld();
  world.files({ '.ocode/settings.json': '{}', 'a.js': "export const value = 'saved';\n" });
});
afterEach(async () => {
  await editor.kill();
  await world.end();
});

async function begin(options: EditorOptions, cwd = world.project): Promise<string> {
  editor = await openEditor(world, options);
  return (await editor.agent.request('session/new', { cwd, mcpServers: [] })).sessionId;
}

const READ = { calls: [{ name: 'read', args: { path: 'a.js' } }] };
const edit = (old_text: string, new_text: string, path = 'a.js') => ({ calls: [{ name: 'edit', args: { path, edits: [{ old_text, new_text }] } }] });

it('tools read and change what the editor shows, unsaved changes among it', async () => {
  const file = join(world.project, 'a.js');
  const buffers = new Map([[file, "export const value = 'unsaved';\n// note\n"]]);
  const { chats } = await world.serve({ turns: [READ, edit('unsaved', 'changed'), 'Done.'] });
  const sessionId = await begin({ buffers });
  await editor.ask(sessionId, 'change it');
  expect(chats[1]?.body.messages.at(-1).content).toContain('unsaved');
  expect(editor.writes).toEqual([file]);
  expect(world.read('a.js')).toBe("export const value = 'changed';\n// note\n");
  const diff = { type: 'diff', path: file, oldText: "export const value = 'unsaved';\n// note\n", newText: "export const value = 'changed';\n// note\n" };
  expect(editor.asked[0]?.toolCall.content).toContainEqual(diff);
  // What is undone is the edit, not the person's typing.
  const undone = await world.ocode(['undo']);
  expect([undone.code, world.read('a.js')]).toEqual([0, "export const value = 'unsaved';\n// note\n"]);
});

it('a change in the editor after the model read the file is noticed', async () => {
  const file = join(world.project, 'a.js');
  const buffers = new Map([[file, "export const value = 'one';\n"]]);
  const { chats } = await world.serve({ turns: [READ, 'Seen.', edit('one', 'three'), 'Oh.'] });
  const sessionId = await begin({ buffers });
  await editor.ask(sessionId, 'read it');
  buffers.set(file, "export const value = 'one'; // typed meanwhile\n");
  await editor.ask(sessionId, 'change it');
  expect(chats.at(-1)?.body.messages.at(-1).content).toMatch(/changed on disk since|changed/);
  expect(editor.writes).toEqual([]);
});

it('new files go through the editor, in folders that are made for them', async () => {
  await world.serve({ turns: [{ calls: [{ name: 'write', args: { path: 'deep/er/new.txt', content: 'hello\n' } }] }, 'Done.'] });
  const sessionId = await begin({ buffers: new Map() });
  await editor.ask(sessionId, 'write it');
  expect(editor.writes).toEqual([join(world.project, 'deep/er/new.txt')]);
  expect(world.read('deep/er/new.txt')).toBe('hello\n');
});

it('what an editor cannot show goes to the disk: other encodings, marks, binaries', async () => {
  world.files({ 'bom.txt': '\ufeffone\r\ntwo\r\n', 'data.bin': Buffer.from([0, 1, 2]) });
  const { chats } = await world.serve({ turns: [edit('two', 'three', 'bom.txt'), { calls: [{ name: 'read', args: { path: 'data.bin' } }] }, 'Done.'] });
  const file = join(world.project, 'bom.txt');
  const sessionId = await begin({ buffers: new Map([[file, 'one\ntwo\n']]) });
  await editor.ask(sessionId, 'change it');
  expect(world.read('bom.txt')).toBe('\ufeffone\r\nthree\r\n');
  expect(editor.writes).toEqual([]);
  expect(editor.reads).not.toContain(join(world.project, 'data.bin'));
  expect(chats.at(-1)?.body.messages.at(-1).content).toContain('data.bin');
});

it('line endings of the file are kept though the editor shows others', async () => {
  world.files({ 'dos.txt': 'one\r\ntwo\r\n' });
  await world.serve({ turns: [edit('two', 'three', 'dos.txt'), 'Done.'] });
  const sessionId = await begin({ buffers: new Map([[join(world.project, 'dos.txt'), 'one\ntwo\ntyped\n']]) });
  await editor.ask(sessionId, 'change it');
  expect(world.read('dos.txt')).toBe('one\r\nthree\r\ntyped\r\n');
});

it('an editor that offers only one of both is asked only for that', async () => {
  const file = join(world.project, 'a.js');
  await world.serve({ turns: [edit('saved', 'changed'), 'Done.'] });
  const sessionId = await begin({ buffers: new Map([[file, 'never asked for']]), capabilities: { fs: { writeTextFile: true } } });
  await editor.ask(sessionId, 'change it');
  expect([editor.reads, editor.writes]).toEqual([[], [file]]);
});

it('the editor is not asked for what the guard refuses', async () => {
  world.files({ '.env': 'KEY=1\n' });
  const { chats } = await world.serve({
    turns: [{ calls: [{ name: 'read', args: { path: '.env' } }] }, { calls: [{ name: 'read', args: { path: '/etc/hostname' } }] }, 'No.'],
  });
  const sessionId = await begin({ buffers: new Map([[join(world.project, '.env'), 'KEY=2\n']]) });
  await editor.ask(sessionId, 'read it');
  expect(editor.reads).toEqual([]);
  expect(chats.at(-1)?.text).not.toContain('KEY=');
});

it('files have the names the editor knows them by, also when its folder is a link', async () => {
  const link = join(world.root, 'link');
  symlinkSync(world.project, link);
  await world.serve({ turns: [READ, edit('saved', 'changed'), 'Done.'] });
  const sessionId = await begin({ buffers: new Map([[join(link, 'a.js'), "export const value = 'saved'; // typed\n"]]) }, link);
  await editor.ask(sessionId, 'change it');
  expect(editor.writes).toEqual([join(link, 'a.js')]);
  expect(world.read('a.js')).toContain("'changed'; // typed");
  expect(editor.asked[0]?.toolCall.locations).toEqual([{ path: join(link, 'a.js') }]);
});

it('in a folder below the project, names and diffs are right too', async () => {
  world.files({ 'sub/b.js': "export const value = 'saved';\n" });
  await world.serve({ turns: [edit('saved', 'changed', 'b.js'), 'Done.'] });
  const sessionId = await begin({}, join(world.project, 'sub'));
  await editor.ask(sessionId, 'change it');
  const path = join(world.project, 'sub/b.js');
  expect(editor.asked[0]?.toolCall).toMatchObject({ locations: [{ path }], content: [{}, { path, oldText: "export const value = 'saved';\n" }] });
});

it('an editor that refuses a write fails the call, and nothing is written behind its back', async () => {
  world.files({ 'x.txt': 'saved\n' });
  const { chats } = await world.serve({ turns: [edit('saved', 'changed', 'x.txt'), 'Failed.'] });
  const sessionId = await begin({ capabilities: { fs: { writeTextFile: true } }, refuseWrites: true });
  await editor.ask(sessionId, 'change it');
  expect(chats.at(-1)?.body.messages.at(-1).content).toContain('the editor did not write it');
  expect(world.read('x.txt')).toBe('saved\n');
});
