import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Access, PermissionMode } from '../../src/contract/security.js';
import type { SecurityManager, SecurityManagerOptions } from '../../src/security/security-manager.js';
import { command, makePlace, type Place, verdict } from './workbench.js';

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => place.remove());

const FLAGS = { allow_file_read: true, allow_file_write: true, allow_shell_exec: true, allow_git_ops: true };
const judge = (options: Partial<SecurityManagerOptions> = {}): SecurityManager => place.judge(options);
const decide = async (by: SecurityManager, access: Access, tool = 'x'): Promise<string> =>
  (await by.decide({ tool, kind: 'other', accesses: [access], args: {} })).verdict;

describe('modes', () => {
  const cases: Array<[string, Access, Record<PermissionMode, string>]> = [
    ['reads', { kind: 'read', path: 'src/app.ts' }, { plan: 'allow', default: 'allow', 'auto-edit': 'allow', full: 'allow' }],
    ['writes', { kind: 'write', path: 'src/new.ts' }, { plan: 'deny', default: 'allow', 'auto-edit': 'allow', full: 'allow' }],
    ['removes', { kind: 'delete', path: 'src/app.ts' }, { plan: 'deny', default: 'allow', 'auto-edit': 'allow', full: 'allow' }],
    ['reads with a command', { kind: 'execute', command: 'git log' }, { plan: 'allow', default: 'allow', 'auto-edit': 'allow', full: 'allow' }],
    ['other commands', { kind: 'execute', command: 'npm test' }, { plan: 'deny', default: 'ask', 'auto-edit': 'ask', full: 'allow' }],
    ['redirections', { kind: 'execute', command: 'ls > x.txt' }, { plan: 'deny', default: 'ask', 'auto-edit': 'ask', full: 'allow' }],
    ['catastrophes', { kind: 'execute', command: 'rm -rf /' }, { plan: 'deny', default: 'deny', 'auto-edit': 'deny', full: 'ask' }],
    ['outside', { kind: 'read', path: '/etc/passwd' }, { plan: 'deny', default: 'deny', 'auto-edit': 'deny', full: 'deny' }],
    ['protected files', { kind: 'write', path: '.git/config' }, { plan: 'deny', default: 'deny', 'auto-edit': 'deny', full: 'deny' }],
    ['protected files by command', { kind: 'execute', command: 'cat .env' }, { plan: 'deny', default: 'deny', 'auto-edit': 'deny', full: 'deny' }],
    ['git reading', { kind: 'git', action: 'read' }, { plan: 'allow', default: 'allow', 'auto-edit': 'allow', full: 'allow' }],
    ['git writing', { kind: 'git', action: 'write' }, { plan: 'deny', default: 'ask', 'auto-edit': 'ask', full: 'allow' }],
    ['the network', { kind: 'fetch', url: 'https://example.org/' }, { plan: 'ask', default: 'ask', 'auto-edit': 'ask', full: 'allow' }],
    ['tools of servers', { kind: 'call', target: 'kit/echo' }, { plan: 'deny', default: 'ask', 'auto-edit': 'ask', full: 'allow' }],
  ];
  test.each(cases)('%s', async (_name, access, expected) => {
    for (const mode of ['plan', 'default', 'auto-edit', 'full'] as const) expect([mode, await decide(judge({ mode }), access)]).toEqual([mode, expected[mode]]);
  });
  test('a person sees the diff in default mode only', async () => {
    const write: Access = { kind: 'write', path: 'a.txt' };
    expect([await decide(judge({ interactive: true }), write), await decide(judge({ interactive: true, mode: 'auto-edit' }), write)]).toEqual(['ask', 'allow']);
  });
});

test('removing a folder is judged by what is right in it', async () => {
  place.put('state/.ocode/settings.json', '{}');
  place.put('state/.ocode/memory/note.md');
  const verdicts = await Promise.all(
    ['.', place.ws, 'state/.ocode', 'certs', 'pkg', 'state/.ocode/memory', 'src'].map((path) => decide(judge(), { kind: 'delete', path })),
  );
  expect(verdicts).toEqual(['deny', 'deny', 'deny', 'deny', 'deny', 'allow', 'allow']);
});

describe('flags come first, in every mode and whatever the rules say', () => {
  test.each<[keyof typeof FLAGS, Access]>([
    ['allow_shell_exec', { kind: 'execute', command: 'ls' }],
    ['allow_file_write', { kind: 'write', path: 'a' }],
    ['allow_file_read', { kind: 'read', path: 'README.md' }],
    ['allow_git_ops', { kind: 'git', action: 'read' }],
    ['allow_git_ops', { kind: 'execute', command: 'git log' }],
    ['allow_file_write', { kind: 'execute', command: 'ls > x' }],
  ])('%s off', async (flag, access) => {
    for (const mode of ['plan', 'default', 'auto-edit', 'full'] as const) {
      const by = judge({
        mode,
        flags: { ...FLAGS, [flag]: false },
        rules: { allow: ['bash(*)', 'edit(**)', 'read(**)', 'git(*)', 'x'] },
        allowedCommands: ['ls'],
      });
      const decision = await by.decide({ tool: 'x', kind: 'other', accesses: [access], args: {} });
      expect(decision).toMatchObject({ verdict: 'deny', reason: expect.stringContaining(mode === 'plan' ? '' : flag) });
    }
  });
});

describe('rules', () => {
  test('deny beats ask beats allow; the strictest part counts', async () => {
    const by = judge({ rules: { allow: ['bash(git *)', 'bash(npm *)'], ask: ['bash(npm publish *)'], deny: ['bash(git push *)'] } });
    const verdicts = await Promise.all(
      [
        'git commit -m x',
        'git commit -m x && git log',
        'git push',
        'git log; git push origin',
        'echo $(git push)',
        'git -C . push',
        'timeout 5 git push',
        "g'i't p\\ush",
        'git commit -m x && touch y',
        'npm test',
        'npm publish',
        'git $X',
      ].map((text) => verdict(by, text)),
    );
    expect(verdicts).toEqual(['allow', 'allow', 'deny', 'deny', 'deny', 'deny', 'deny', 'deny', 'ask', 'allow', 'ask', 'ask']);
  });
  test('an allow rule lifts neither a protected path nor a catastrophe, nor covers a redirection', async () => {
    const by = judge({ rules: { allow: ['bash(*)', 'edit(**)', 'read(**)'] } });
    const verdicts = await Promise.all(['rm -rf /', 'cp x .git/config', 'cat .env', 'node --env-file=.env x.js', 'ls > ../x'].map((text) => verdict(by, text)));
    expect(verdicts).toEqual(['deny', 'deny', 'deny', 'deny', 'deny']);
    expect(await verdict(judge({ rules: { allow: ['bash(echo *)'] } }), 'echo x > src/app.ts')).toBe('ask');
    expect(await verdict(judge({ rules: { allow: ['edit(src/**)'] } }), 'echo x > src/app.ts')).toBe('allow');
  });
  test('commands by prefix, and what is blocked', async () => {
    const by = judge({ allowedCommands: ['npm test', 'make'], blockedCommands: ['curl'] });
    expect([await verdict(by, 'npm test -- a'), await verdict(by, 'npm install'), await verdict(by, 'make all'), await verdict(by, 'curl x')]).toEqual([
      'allow',
      'ask',
      'allow',
      'deny',
    ]);
  });
  test('full mode still denies what a rule denies, also where a program is not known', async () => {
    const by = judge({ mode: 'full', rules: { deny: ['bash(git push *)'] } });
    expect([await verdict(by, 'git push'), await verdict(by, 'sh -c "git push"'), await verdict(by, '$X push'), await verdict(by, 'touch x')]).toEqual([
      'deny',
      'deny',
      'ask',
      'allow',
    ]);
  });
  test('a command whose number of words is not known', async () => {
    const loop = "for f in a 'b c' d; do x=src; ls $x $f; done";
    expect(await verdict(judge({ rules: { deny: ['bash(ls *)'] } }), loop)).toBe('deny');
    expect(await verdict(judge({ rules: { ask: ['bash(ls src d)'] } }), loop)).toBe('ask');
    const removes = 'for f in -rf "" b; do x=; rm $x $f; done';
    for (const rule of ['bash(rm b)', 'bash(rm -rf)', 'bash(rm -f *)']) expect(await verdict(judge({ rules: { allow: [rule] } }), removes)).toBe('ask');
  });
  test('a tool by its name', async () => {
    const by = judge({ rules: { allow: ['kit__*'], deny: ['web_search'] } });
    expect([await decide(by, { kind: 'call', target: 'kit/echo' }, 'kit__echo'), await decide(by, { kind: 'read', path: 'README.md' }, 'web_search')]).toEqual([
      'allow',
      'deny',
    ]);
  });
});

describe('the end of a line with very many parts', () => {
  const behindMany = (text: string): string => `${':\n'.repeat(300)}${text}`;
  test.each([
    ['cat .env', 'deny'],
    ['cat ../outside/secret.txt', 'deny'],
    ['rm -rf /', 'ask'],
  ])('full mode: %s', async (text, wanted) => expect(await verdict(judge({ mode: 'full' }), behindMany(text))).toBe(wanted));
  test('what the settings forbid', async () => {
    const flags = { allow_file_read: true, allow_file_write: false, allow_shell_exec: true, allow_git_ops: false };
    for (const text of ['ls > x.txt', 'git log']) expect(await verdict(judge({ mode: 'full', flags }), behindMany(text))).toBe('deny');
  });
});

describe('what "always" remembers', () => {
  test.each([
    ['npm test -- a', 'bash(npm test *)', 'npm test b', 'npm install'],
    ['npm run build', 'bash(npm run build *)', 'npm run build -- x', 'npm run deploy'],
    ['touch a.txt', 'bash(touch a.txt)', "touch 'a.txt'", 'touch b.txt'],
    ["echo 'a b' > x.txt", 'edit(x.txt)', 'ls > x.txt', 'ls > y.txt'],
  ])('%s', async (text, scope, again, other) => {
    const by = judge();
    const decision = await by.decide(command(text));
    expect(decision).toMatchObject({ verdict: 'ask', scope });
    by.grant(scope);
    expect([await verdict(by, again), await verdict(by, other)]).toEqual(['allow', 'ask']);
  });
  test('several parts are several rules; what is not known cannot be remembered', async () => {
    expect(await judge().decide(command('touch a && make'))).toMatchObject({ scope: 'bash(touch a)\nbash(make)' });
    expect(await judge().decide(command('touch $X'))).toMatchObject({ scope: '' });
  });
});

test('after content from outside, rules for commands and the network ask again; what a person grants since then holds', async () => {
  const by = judge({ rules: { allow: ['bash(npm test *)', 'fetch(*)', 'mcp(kit/*)'] } });
  by.taint('https://example.org');
  expect([
    await verdict(by, 'npm test'),
    await decide(by, { kind: 'fetch', url: 'https://a.b/' }),
    await decide(by, { kind: 'call', target: 'kit/echo' }),
    await verdict(by, 'ls'),
  ]).toEqual(['ask', 'ask', 'allow', 'allow']);
  by.grant('bash(npm test *)');
  expect(await verdict(by, 'npm test')).toBe('allow');
});

test('a rule that cannot be read is refused when the judge is made', () => {
  expect(() => judge({ rules: { allow: ['bash('] } })).toThrow(/Examples/);
});

test('only http and https are fetched', async () => {
  for (const url of ['file:///etc/passwd', 'ftp://x', 'nonsense']) expect(await decide(judge({ mode: 'full' }), { kind: 'fetch', url })).toBe('deny');
});
