import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { narrow } from '../../src/security/narrow.js';
import { createTrustStore, trustHash } from '../../src/security/trust.js';
import { makePlace, type Place } from './workbench.js';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

describe('the store', () => {
  test('by real path and content: trusted, changed, revoked', async () => {
    const store = createTrustStore({ file: join(place.home, '.ocode', 'trust.json') });
    place.put('.ocode/settings.json', '{}');
    expect(store.status(place.ws)).toBe('untrusted');
    await store.trust(place.ws);
    symlinkSync(place.ws, join(place.home, 'by-link'));
    expect([store.status(place.ws), store.status(join(place.home, 'by-link')), store.status(place.outside)]).toEqual(['trusted', 'trusted', 'untrusted']);
    place.put('.ocode/commands/x.md', '!rm');
    expect(store.status(place.ws)).toBe('changed');
    await store.trust(place.ws);
    place.put('src/app.ts', 'other');
    expect([store.status(place.ws), await store.revoke(place.ws), await store.revoke(place.ws), store.status(place.ws)]).toEqual([
      'trusted',
      true,
      false,
      'untrusted',
    ]);
  });
  test('a damaged file trusts nothing and is mended by the next trust', async () => {
    const file = join(place.home, '.ocode', 'trust.json');
    place.put(file, '{"projects": nonsense');
    const store = createTrustStore({ file });
    expect(store.status(place.ws)).toBe('untrusted');
    await store.trust(place.ws);
    expect([store.status(place.ws), JSON.parse(readFileSync(file, 'utf8')).version]).toEqual(['trusted', 1]);
  });
  test('names count as well as contents', () => {
    place.put('.ocode/commands/a.md', 'x');
    const before = trustHash(place.ws);
    place.put('.ocode/commands/b.md', 'x');
    expect(trustHash(place.ws)).not.toBe(before);
  });
});

describe('an untrusted project may only narrow', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    [
      'hosts, providers, servers',
      { ollama_host: 'x', provider: 'y', providers: {}, mcp_servers: { a: {} }, plugins: [], hooks: {}, model: 'm' },
      { model: 'm' },
      ['ollama_host', 'provider', 'providers', 'mcp_servers', 'plugins', 'hooks'],
    ],
    [
      'flags',
      { permissions: { allow_shell_exec: true, allow_file_write: false } },
      { permissions: { allow_file_write: false } },
      ['permissions.allow_shell_exec'],
    ],
    [
      'rules',
      { permissions: { rules: { allow: ['bash(*)'], ask: ['a'], deny: ['b'] } } },
      { permissions: { rules: { ask: ['a'], deny: ['b'] } } },
      ['permissions.rules.allow'],
    ],
    [
      'paths and commands',
      { permissions: { allowed_paths: ['/'], allowed_commands: ['x'], blocked_paths: ['a'], blocked_commands: ['b'] } },
      { permissions: { blocked_paths: ['a'], blocked_commands: ['b'] } },
      ['permissions.allowed_paths', 'permissions.allowed_commands'],
    ],
    ['mode', { permissions: { mode: 'full' } }, { permissions: {} }, ['permissions.mode']],
    ['plan', { permissions: { mode: 'plan' } }, { permissions: { mode: 'plan' } }, []],
    ['sandbox off', { sandbox: 'off' }, {}, ['sandbox']],
    ['sandbox required', { sandbox: 'required', allow_cloud_models: false }, { sandbox: 'required', allow_cloud_models: false }, []],
    ['cloud models', { allow_cloud_models: true }, {}, ['allow_cloud_models']],
    ['tools', { tools: { enabled: ['fetch'], disabled: ['bash'] } }, { tools: { disabled: ['bash'] } }, ['tools.enabled']],
    ['the cache', { cache: { path: '/x', ttl: 1 } }, { cache: { ttl: 1 } }, ['cache.path']],
    ['keys nobody knows', { something_new: true }, {}, ['something_new']],
  ])('%s', (_name, project, settings, ignored) => {
    expect(narrow(project)).toEqual({ settings, ignored });
  });
});
