import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LoadOptions, loadSettings } from '../../src/config/load.js';
import { project } from '../support/project.js';

/** Settings of a project and a home on disk, with these layers. */
function load(layers: { user?: object; project?: object; local?: object } = {}, rest: Partial<LoadOptions> = {}) {
  const files = { 'home/settings.json': layers.user, 'work/.ocode/settings.json': layers.project, 'work/.ocode/settings.local.json': layers.local };
  const base = project(Object.fromEntries(Object.entries(files).map(([name, layer]) => [name, JSON.stringify(layer ?? {})])));
  const root = join(base, 'work');
  const places = { cwd: root, root, home: join(base, 'home'), stateDir: join(root, '.ocode'), inProject: true };
  return { base, loaded: loadSettings({ places, env: {}, flags: {}, ...rest }) };
}

describe('layers', () => {
  const all = { user: { top_p: 0.1 }, project: { top_p: 0.2 }, local: { top_p: 0.3 } };
  const env = { OCODE_TOP_P: '0.4' };
  const flags = { top_p: 0.5 };
  it.each([
    ['default', {}, {}, undefined],
    ['user', { user: all.user }, {}, 0.1],
    ['project', { user: all.user, project: all.project }, {}, 0.2],
    ['local', all, {}, 0.3],
    ['environment', all, { env }, 0.4],
    ['flag', all, { env, flags }, 0.5],
  ] as const)('the later wins: %s', (origin, layers, rest, value) => {
    const { loaded } = load(layers, rest);
    expect([loaded.settings.top_p, loaded.origins.get('top_p')?.origin]).toEqual(value === undefined ? [undefined, undefined] : [value, origin]);
  });

  it('what one layer forbids no other allows: these lists add up', () => {
    const lists = (name: string) => ({
      ignore_patterns: [name],
      permissions: { blocked_paths: [name], blocked_commands: [name], rules: { allow: [`read(${name})`], ask: [`write(${name})`], deny: [`edit(${name})`] } },
    });
    const { loaded } = load({ user: lists('a'), project: lists('b'), local: lists('a') }, { flags: { permissions: { rules: { deny: ['edit(c)'] } } } });
    const { ignore_patterns, permissions } = loaded.settings;
    expect([ignore_patterns, permissions.blocked_paths, permissions.blocked_commands]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(permissions.rules).toEqual({ allow: ['read(a)', 'read(b)'], ask: ['write(a)', 'write(b)'], deny: ['edit(a)', 'edit(b)', 'edit(c)'] });
  });

  it('other lists replace each other, objects are merged key by key', () => {
    const { loaded } = load({
      user: { permissions: { allowed_paths: ['/a'] }, providers: { one: { base_url: 'http://a' } }, models: { default: 'x' } },
      project: { permissions: { allowed_paths: ['/b'] }, providers: { two: { base_url: 'http://b' } }, models: { summary: 'y' } },
    });
    expect(loaded.settings.permissions.allowed_paths).toEqual(['/b']);
    expect(Object.keys(loaded.settings.providers)).toEqual(['one', 'two']);
    expect(loaded.settings.models).toEqual({ default: 'x', summary: 'y' });
  });

  it('defaults stay what they are, however often settings are loaded', () => {
    const first = load({ project: { ignore_patterns: ['a'], permissions: { mode: 'plan' }, limits: { max_turns: 3 } } }).loaded;
    const second = load().loaded;
    expect([first.settings.permissions.mode, first.settings.limits.max_turns]).toEqual(['plan', 3]);
    expect([second.settings.permissions.mode, second.settings.limits.max_turns, second.settings.ignore_patterns]).toEqual(['default', 50, []]);
  });
});

it('origins name the file', () => {
  const { base, loaded } = load({ project: { permissions: { mode: 'plan' } } });
  expect(loaded.origins.get('permissions.mode')).toEqual({ value: 'plan', origin: 'project', file: join(base, 'work/.ocode/settings.json') });
});

it('what an untrusted project may not decide is taken out of both of its files, told once', () => {
  const { loaded } = load(
    { user: { top_p: 0.1 }, project: { top_p: 0.2 }, local: { temperature: 1 } },
    { narrowProject: ({ top_p, temperature }) => ({ settings: {}, ignored: [...(top_p ? ['top_p'] : []), ...(temperature ? ['temperature'] : [])] }) },
  );
  expect([loaded.settings.top_p, loaded.settings.temperature]).toEqual([0.1, undefined]);
  expect(loaded.warnings).toEqual([expect.stringMatching(/not trusted.*top_p, temperature are ignored/)]);
});

it('--config takes the place of the file of the user, and must be there', () => {
  const { base, loaded } = load({ user: { top_p: 0.1 }, project: { temperature: 1 } }, { configFile: '../home/settings.json' });
  expect([loaded.settings.top_p, loaded.settings.temperature]).toEqual([0.1, 1]);
  expect(base).toBeDefined();
  expect(() => load({}, { configFile: 'nothing.json' })).toThrow(/there is no such file/);
});

it.each([
  ['OCODE_TEMPERATURE', 'hot', /OCODE_TEMPERATURE is "hot", but must be a number, at least 0, at most 2/],
  ['OCODE_TIMEOUT', 'soon', /a duration such as 30s/],
  ['OCODE_CONTEXT_WINDOW', '12', /at least 512/],
  ['OCODE_OUTPUT_FORMAT', 'xml', /one of text, json, stream-json/],
])('%s=%s names the variable and what is allowed', (variable, text, words) => {
  expect(() => load({}, { env: { [variable]: text } })).toThrow(words);
});

it.each([
  ['OCODE_VERBOSE', '1', 'verbose', true],
  ['OCODE_VERBOSE', 'no', 'verbose', false],
  ['OCODE_MODEL', '7', 'model', '7'],
  ['OCODE_MAX_TOKENS', ' 9 ', 'max_tokens', 9],
  ['OCODE_TOP_P', '', 'top_p', undefined],
])('%s="%s" is %s %j', (variable, text, key, value) => {
  expect(load({}, { env: { [variable]: text } }).loaded.settings[key as 'model']).toEqual(value);
});

it('settings may begin with a byte order mark, hold comments and end in a comma; what is wrong is told with its line', () => {
  const base = project({
    'home/settings.json': '\ufeff{ // mine\n "top_p": 0.5,\n /* and */ "temperature": 1,\n}',
    'broken/settings.json': '{\n  "model": "a"\n  "top_p": 1\n}',
    'list/settings.json': '[]',
  });
  const places = (home: string) => ({ cwd: base, root: base, home: join(base, home), stateDir: base, inProject: false });
  expect(loadSettings({ places: places('home'), env: {}, flags: {} }).settings).toMatchObject({ top_p: 0.5, temperature: 1 });
  expect(() => loadSettings({ places: places('broken'), env: {}, flags: {} })).toThrow(/broken.settings\.json:3: this is not valid JSON/);
  expect(() => loadSettings({ places: places('list'), env: {}, flags: {} })).toThrow(/must be a JSON object/);
});
