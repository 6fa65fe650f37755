import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/session.js';
import { withFileLock } from '../../src/session/session-lock.js';
import { SessionManager } from '../../src/session/session-manager.js';
import { project } from '../support/project.js';

const id = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const DAY = 86_400_000;

function open(options: { mask?: (text: string) => string; ephemeral?: boolean } = {}) {
  const folder = project();
  return { folder, manager: new SessionManager({ folder, ...options }), other: new SessionManager({ folder, ...options }) };
}

async function saved(manager: SessionManager, name: string, question = 'why?'): Promise<Session> {
  const session = manager.create({ cwd: '/', model: 'm', provider: 'p', id: name });
  session.messages.push({ role: 'user', text: question }, { role: 'assistant', text: 'Because.', calls: [] });
  expect(await manager.save(session)).toEqual({});
  return session;
}

/** As if it had been saved so many days ago. */
function age(manager: SessionManager, name: string, days: number): void {
  const file = manager.file(name);
  const time = new Date(Date.now() - days * DAY);
  const session = { ...(JSON.parse(readFileSync(file, 'utf8')) as Session), updated_at: time.toISOString() };
  writeFileSync(file, JSON.stringify(session));
  utimesSync(file, time, time);
}

describe('finding', () => {
  it('by id, by what only it begins with, in any case, and never by what several begin with', async () => {
    const { manager } = open();
    await saved(manager, 'aaaaaaaa-1000-4000-8000-000000000000');
    await saved(manager, 'aaaaaaaa-2000-4000-8000-000000000000');
    expect(manager.load(' AAAAAAAA-1 ').session_id).toMatch(/^aaaaaaaa-1/);
    expect(() => manager.load('aaaa')).toThrow(/beginning of 2 sessions/);
    for (const nothing of ['', ' ', 'bbbb']) expect(() => manager.load(nothing), nothing).toThrow(/there is no session/);
  });

  it('lists the newest first, and continues that which was written last', async () => {
    const { manager } = open();
    for (const [digit, days] of [
      [1, 3],
      [2, 1],
      [3, 2],
    ] as const) {
      await saved(manager, id(digit));
      age(manager, id(digit), days);
    }
    expect(manager.list().sessions.map((each) => each.session_id)).toEqual([id(2), id(3), id(1)]);
    expect(manager.latest().session_id).toBe(id(2));
    // A file that was only touched (copied, restored) tells its own time.
    utimesSync(manager.file(id(1)), new Date(), new Date());
    expect(manager.list().sessions.map((each) => each.session_id)).toEqual([id(2), id(3), id(1)]);
  });

  it('a copied file is a session of its own', async () => {
    const { manager } = open();
    await saved(manager, id(1));
    writeFileSync(manager.file(id(2)), readFileSync(manager.file(id(1))));
    expect(manager.load(id(2)).session_id).toBe(id(2));
  });
});

describe('writing', () => {
  it('a broken history is never written', async () => {
    const { manager } = open();
    const session = manager.create({ cwd: '/', model: 'm', provider: 'p', id: id(1) });
    session.messages.push({ role: 'tool', callId: 'x', name: 'ls', ok: true, text: '' });
    await expect(manager.save(session)).rejects.toThrow(/broken history/);
    expect(existsSync(manager.file(id(1)))).toBe(false);
  });

  it('two processes that go on with one session keep both ways', async () => {
    const { manager, other } = open();
    await saved(manager, id(1));
    const [ours, theirs] = [manager.load(id(1)), other.load(id(1))];
    theirs.title = 'theirs';
    expect(await other.save(theirs)).toEqual({});
    ours.title = 'ours';
    expect((await manager.save(ours)).warning).toContain(`another process went on with session ${id(1)}`);
    expect(ours).toMatchObject({ forked_from: id(1), title: 'ours' });
    expect([manager.load(id(1)).title, manager.load(ours.session_id).title]).toEqual(['theirs', 'ours']);
    // From here on it is ours alone.
    expect(await manager.save(ours)).toEqual({});
  });

  it('also when the other one wrote between our reading and our first writing', async () => {
    const { manager, other } = open();
    await saved(other, id(1));
    const session = manager.load(id(1));
    await other.save(other.load(id(1)));
    expect((await manager.save(session)).warning).toBeDefined();
  });

  it('masks what is said, asked and called, and stays JSON whatever a mask puts in', async () => {
    const { manager } = open({ mask: (text) => text.replaceAll('hunter2', '"***"') });
    const session = await saved(manager, id(1), 'my password is hunter2');
    expect(readFileSync(manager.file(id(1)), 'utf8')).not.toContain('hunter2');
    expect(manager.load(id(1)).messages[0]?.text).toBe('my password is "***"');
    expect(session.messages[0]?.text).toContain('hunter2');
  });

  it('an ephemeral one writes nothing', async () => {
    const { manager } = open({ ephemeral: true });
    await saved(manager, id(1));
    expect(manager.list()).toEqual({ sessions: [], damaged: [] });
  });

  it('a fork is a copy that knows where it comes from, and takes no other place', async () => {
    const { manager } = open();
    const session = await saved(manager, id(1));
    const fork = manager.fork(session);
    fork.messages.length = 0;
    expect([fork.forked_from, session.messages.length, fork.session_id === id(1)]).toEqual([id(1), 2, false]);
    expect(() => manager.fork(session, id(1))).toThrow(/already/);
    expect(() => manager.create({ cwd: '/', model: 'm', provider: 'p', id: id(1) })).toThrow(/already/);
  });
});

describe('clearing away', () => {
  it('removes what is older, never the newest, and leaves damaged files alone', async () => {
    const { manager } = open();
    for (const [digit, days] of [
      [1, 40],
      [2, 35],
      [3, 31],
    ] as const) {
      await saved(manager, id(digit));
      age(manager, id(digit), days);
    }
    writeFileSync(manager.file(id(4)), '{');
    expect(await manager.cleanup(33)).toEqual([id(2), id(1)]);
    expect(await manager.cleanup(1)).toEqual([]);
    expect(manager.list()).toEqual({ sessions: [expect.objectContaining({ session_id: id(3) })], damaged: [manager.file(id(4))] });
  });

  it('deletes a sound one by a prefix, a damaged one only by its whole id', async () => {
    const { manager } = open();
    await saved(manager, id(1));
    writeFileSync(manager.file(id(2)), '{');
    expect(await manager.delete('111')).toBe(id(1));
    await expect(manager.delete('222')).rejects.toThrow(/damaged/);
    expect(await manager.delete(id(2))).toBe(id(2));
    expect([manager.has(id(1)), manager.has(id(2))]).toEqual([false, false]);
  });
});

describe('the lock of a file', () => {
  const file = (): string => `${project()}/session.json`;

  it('is held while one works, and gone afterwards, also when the work fails', async () => {
    const path = file();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(`${name} ends`);
    };
    await Promise.all([withFileLock(path, work('a')), withFileLock(path, work('b'))]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('of a process that is gone is taken over at once', async () => {
    const path = file();
    // Above every number Linux gives.
    writeFileSync(`${path}.lock`, '99999999');
    let waited = true;
    setTimeout(() => {
      waited = false;
    }, 1_000).unref();
    await withFileLock(path, async () => {});
    expect([waited, existsSync(`${path}.lock`)]).toEqual([true, false]);
  });
});
