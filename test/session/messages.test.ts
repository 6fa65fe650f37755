import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionMarkdown } from '../../src/session/export.js';
import { readImport } from '../../src/session/import.js';
import { SessionManager } from '../../src/session/session-manager.js';
import { project } from '../support/project.js';

const ID = '11111111-1111-4111-8111-111111111111';

describe('a session that cannot be read says why', () => {
  it.each([
    ['half a file', (file: string) => writeFileSync(file, '{"schema_version": 1, "messa'), /JSON/],
    ['another shape', (file: string) => writeFileSync(file, '{"schema_version": 2}'), /schema_version/],
    ['a folder', (file: string) => mkdirSync(file), /EISDIR/],
  ])('%s', (_, damage, why) => {
    const folder = project();
    const manager = new SessionManager({ folder });
    damage(manager.file(ID));
    expect(() => manager.load(ID)).toThrow(why);
    expect(() => manager.load(ID)).toThrow(join(folder, `${ID}.json`));
  });

  it.each([['[]'], ['{}']])('an import of %s', (text) => {
    expect(() => readImport('talk.json', text)).toThrow(/^talk\.json is not a session: \S/);
  });
});

it('a document of a session stays one, whatever fences its results hold', () => {
  const manager = new SessionManager({ folder: project() });
  const session = manager.create({ cwd: '/', model: 'm', provider: 'p' });
  session.messages.push(
    { role: 'user', text: 'read it' },
    { role: 'assistant', text: '', calls: [{ id: '1', name: 'read', args: { path: 'a.md' } }] },
    { role: 'tool', callId: '1', name: 'read', ok: true, text: 'one\n`````md\ntwo\n`````' },
  );
  expect(sessionMarkdown(session)).toContain('\n``````\none\n`````md\ntwo\n`````\n``````\n');
});
