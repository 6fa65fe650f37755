import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../../src/lib/process.js';
import { cleanEnvironment } from '../../src/security/environment.js';
import { createSandbox } from '../../src/security/sandbox.js';
import { bubblewrapArguments, namedBelowTmp } from '../../src/security/sandbox-linux.js';
import { sandboxProfile } from '../../src/security/sandbox-macos.js';
import { createMasker, isSecretName } from '../../src/security/secrets.js';
import { makePlace, type Place } from './workbench.js';

let place: Place;
beforeAll(() => {
  place = makePlace();
  mkdirSync(join(place.home, '.ssh'));
});
afterAll(() => place.remove());

test('the environment of a command is what is listed, nothing else', () => {
  const clean = cleanEnvironment({
    PATH: 'bin:/usr/bin::/bin:./x',
    HOME: '/h',
    LC_ALL: 'C',
    GITHUB_TOKEN: 't',
    LD_PRELOAD: 'x',
    NODE_OPTIONS: 'x',
    BASH_ENV: 'x',
    GIT_DIR: 'x',
    MY_DB_PASSWORD: 'p',
    https_proxy: 'http://u:p@x',
    http_proxy: 'http://x',
  });
  expect(clean).toMatchObject({ PATH: '/usr/bin:/bin', HOME: '/h', LC_ALL: 'C', http_proxy: 'http://x', GIT_TERMINAL_PROMPT: '0' });
  expect(Object.keys(clean).filter((name) => /TOKEN|PRELOAD|OPTIONS|BASH_ENV|GIT_DIR|PASSWORD|https_proxy/.test(name))).toEqual([]);
});

test('the environment of a command on Windows: names in any case, whole paths only', () => {
  const clean = cleanEnvironment(
    { Path: 'C:\\Windows;.;bin;\\\\server\\tools;D:/git/bin', SystemRoot: 'C:\\Windows', UserProfile: 'C:\\Users\\me', github_token: 't', Node_Options: 'x' },
    'win32',
  );
  expect(clean).toMatchObject({ PATH: 'C:\\Windows;\\\\server\\tools;D:/git/bin', SYSTEMROOT: 'C:\\Windows', USERPROFILE: 'C:\\Users\\me' });
  expect(Object.keys(clean).filter((name) => /token|options|^Path$/i.test(name) && name !== 'PATH')).toEqual([]);
});

describe('masking', () => {
  const mask = createMasker({ MY_API_KEY: 'value-of-the-key', SHORT_TOKEN: 'abc', HOME: '/home/somebody', DB_PASSWORD: 'with "quotes" in it' });
  test.each([
    ['x ghp_abcdefghijklmnopqrstuvwxyz0123456789 y', 'x [masked] y'],
    [`key=sk-ant-${'a1'.repeat(20)}`, 'key=[masked]'],
    ['AKIAIOSFODNN7EXAMPLE', '[masked]'],
    ['Authorization: Bearer abcdefghijklmnopqrstuv', 'Authorization: Bearer [masked]'],
    ['postgres://user:hunter22@host/db', 'postgres://user:[masked]@host/db'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest', '[masked]\nrest'],
    ['the value-of-the-key stands here', 'the [masked] stands here'],
    [JSON.stringify({ p: 'with "quotes" in it' }), '{"p":"[masked]"}'],
    ['abc /home/somebody sk-learn task-list', 'abc /home/somebody sk-learn task-list'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
    expect(mask(masked)).toBe(masked);
  });
  test('names', () => {
    expect(['GITHUB_TOKEN', 'OPENAI_API_KEY', 'DB_PASSWORD', 'AWS_SECRET_ACCESS_KEY', 'HOME', 'KEYBOARD', 'AUTHOR'].map(isSecretName)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the sandbox', () => {
  test('off: no wrapping, but a clean environment', async () => {
    const prepared = await createSandbox({ mode: 'off', guard: place.guard(), env: { PATH: '/usr/bin:/bin', X_TOKEN: 't' } }).shell('ls', place.ws);
    expect(prepared).toMatchObject({ args: expect.arrayContaining(['-c', 'ls']), cwd: place.ws, sandboxed: false });
    expect(prepared.env).not.toHaveProperty('X_TOKEN');
  });
  test('auto where there is none: runs, and says so once', async () => {
    const notices: string[] = [];
    const sandbox = createSandbox({ mode: 'auto', guard: place.guard(), platform: 'aix', onNotice: (text) => notices.push(text) });
    expect([(await sandbox.shell('ls', place.ws)).sandboxed, (await sandbox.program('ls', [], place.ws)).sandboxed, notices.length]).toEqual([false, false, 1]);
  });
  test('required where there is none: refuses', async () => {
    await expect(createSandbox({ mode: 'required', guard: place.guard(), platform: 'aix' }).shell('ls', place.ws)).rejects.toMatchObject({ code: 'denied' });
  });
  test('bubblewrap: workspace writable, .git read-only, keys hidden, no network', () => {
    const args = bubblewrapArguments({ roots: [place.ws], readOnly: [join(place.ws, '.git')], home: place.home, network: false, cwd: place.ws }).join(' ');
    for (const part of [
      '--ro-bind / /',
      `--bind ${place.ws} ${place.ws}`,
      `--ro-bind ${place.ws}/.git ${place.ws}/.git`,
      `--tmpfs ${place.home}/.ssh`,
      '--unshare-net',
      '--die-with-parent',
    ])
      expect(args).toContain(part);
    expect(bubblewrapArguments({ roots: [place.ws], readOnly: [], network: true, cwd: place.ws })).not.toContain('--unshare-net');
  });
  test('bubblewrap: what the environment names below /tmp is seen, although /tmp is a private one', () => {
    const env = {
      HOME: '/tmp/x/home',
      GIT_CONFIG_GLOBAL: '/tmp/x/gitconfig',
      PATH: '/usr/bin:/tmp/x/bin',
      TMPDIR: '/tmp/y',
      OTHER: '/tmp/../etc',
      TERM: 'dumb',
    };
    const visible = namedBelowTmp(env);
    expect(visible).toEqual(['/tmp/x/home', '/tmp/x/gitconfig', '/tmp/x/bin']);
    const args = bubblewrapArguments({ roots: ['/w'], readOnly: [], visible, network: false, cwd: '/w' }).join(' ');
    expect(args).toContain('--tmpfs /tmp --tmpfs /run --ro-bind-try /tmp/x/home /tmp/x/home');
    expect(args.indexOf('--bind /w /w')).toBeGreaterThan(args.indexOf('/tmp/x/bin'));
  });
  test('sandbox-exec: the profile as text', () => {
    expect(sandboxProfile({ roots: ['/w "q"'], readOnly: ['/w/.git'], home: '/h', network: false }).split('\n')).toEqual(
      expect.arrayContaining([
        '(deny file-write*)',
        '(allow file-write* (subpath "/w \\"q\\""))',
        '(deny file-write* (subpath "/w/.git"))',
        '(deny file-read* (subpath "/h/.ssh"))',
        '(deny network*)',
      ]),
    );
  });
  test('bubblewrap really: writes stay in the workspace', async (context) => {
    const notices: string[] = [];
    const prepared = await createSandbox({ mode: 'auto', guard: place.guard(), home: place.home, onNotice: (text) => notices.push(text) }).shell(
      `touch made.txt; touch ${place.outside}/made.txt; touch .git/made; touch /tmp/made-by-ocode-test; ls ${place.home}/.ssh`,
      place.ws,
    );
    if (!prepared.sandboxed) context.skip(`no sandbox here: ${notices.join()}`);
    await runProcess({ ...prepared, timeout: 10_000 });
    expect(
      [join(place.ws, 'made.txt'), join(place.outside, 'made.txt'), join(place.ws, '.git/made'), '/tmp/made-by-ocode-test'].map((file) => existsSync(file)),
    ).toEqual([true, false, false, false]);
  });
});
