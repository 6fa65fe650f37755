import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, type ToolSource } from '../../src/contract/tool.js';
import { builtinTools } from '../../src/tools/builtin.js';
import { createRegistry } from '../../src/tools/registry.js';

const signal = new AbortController().signal;
const registry = createRegistry({ tools: builtinTools });
const parse = (name: string, raw: unknown): unknown => {
  const tool = registry.find(name);
  if (!tool) return 'unknown';
  const result = registry.parseArgs(tool, raw);
  return result.ok ? result.args : result.message;
};

describe('names', () => {
  it.each([
    ['read', 'read'],
    ['Read', 'read'],
    ['READ_FILE', 'read'],
    ['readFile', 'read'],
    ['functions.read-file', 'read'],
    ['default_api.read', 'read'],
    ['file_read', 'read'],
    ['head', 'read'],
    ['tail', 'read'],
    ['get_lines', 'read'],
    ['file_edit', 'edit'],
    ['edit_lines', 'edit'],
    ['str_replace', 'edit'],
    ['file_write', 'write'],
    ['create_file', 'write'],
    ['file_list', 'ls'],
    ['get_structure', 'ls'],
    ['find', 'glob'],
    ['code_grep', 'grep'],
    ['find_definition', 'find_symbol'],
    ['get_function', 'find_symbol'],
    ['get_class', 'find_symbol'],
    ['shell_command', 'bash'],
    ['script', 'bash'],
    ['run_command', 'bash'],
    ['cp', 'file_ops'],
    ['mv', 'file_ops'],
    ['rm', 'file_ops'],
    ['delete_file', 'file_ops'],
    ['sort', 'text'],
    ['uniq', 'text'],
    ['wc', 'text'],
  ])('%s is %s', (name, tool) => {
    expect(registry.find(name)?.name).toBe(tool);
  });
  it.each(['red', 'writer', 'read_email', '', 'constructor', '__proto__'])('%j is nobody', (name) => {
    expect(registry.find(name)).toBeUndefined();
  });
  it('a wrong name suggests the nearest', () => {
    expect(registry.nearest('reed')).toBe('read');
    expect(registry.nearest('find_symbl')).toBe('find_symbol');
    expect(registry.nearest('send_email')).toBeUndefined();
  });
});

describe('arguments', () => {
  it.each<[string, unknown, unknown]>([
    ['read', { file_path: 'a', startLine: '10', END: 20 }, { path: 'a', start_line: 10, end_line: 20 }],
    ['read', '{"path":"a"}', { path: 'a' }],
    ['read', '"{\\"path\\":\\"a\\"}"', { path: 'a' }],
    ['read', { path: 'a', start_line: null, confirmed: true, why: 'x' }, { path: 'a' }],
    ['read', { path: 'a', offset: 5, limit: 10 }, { path: 'a', start_line: 5, end_line: 14 }],
    ['grep', { query: 'x', include: '*.ts', case_insensitive: 'True', context: '2' }, { pattern: 'x', glob: '*.ts', ignore_case: true, context: 2 }],
    ['grep', { pattern: 42 }, { pattern: '42' }],
    ['bash', { cmd: 'ls', workdir: 'src', timeout: '5' }, { command: 'ls', cwd: 'src', timeout: 5 }],
    ['write', { path: 'a', contents: ['x', 'y'] }, { path: 'a', content: 'x\ny' }],
    ['edit', { path: 'a', edits: '[{"old_text":"x","new_text":"y"}]' }, { path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] }],
    ['edit', { path: 'a', edits: ['{"old_text":"x","new_text":"y"}'] }, { path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] }],
    ['edit', { path: 'a', edits: { oldText: 'x', newText: 'y' } }, { path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] }],
    ['edit', { path: 'a', old_string: 'x', new_string: 'y', replace_all: 'true' }, { path: 'a', edits: [{ old_text: 'x', new_text: 'y', all: true }] }],
    ['edit', { file: 'a', search: 'x', replace: '' }, { path: 'a', edits: [{ old_text: 'x', new_text: '' }] }],
    ['edit_lines', { path: 'a', start_line: '2', end_line: 3, content: 'y' }, { path: 'a', edits: [{ start_line: 2, end_line: 3, new_text: 'y' }] }],
    ['edit', { path: 'a', edits: '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE' }, { path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] }],
    ['edit', { diff: '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n' }, { path: 'f', edits: [{ old_text: 'a\nb', new_text: 'a\nc' }] }],
    ['file_ops', { op: 'RM', path: 'a' }, { action: 'delete', path: 'a' }],
    ['ls', { path: '', depth: '' }, {}],
    ['grep', { pattern: 'x', path: '', glob: '' }, { pattern: 'x' }],
    ['run_tests', { path: '', filter: '', framework: '' }, {}],
    ['git_diff', { path: '', commit: '' }, {}],
    ['write', { path: 'a', content: '' }, { path: 'a', content: '' }],
    ['use_tool', { tool: 'diff', arguments: '{"a":"x"}' }, { name: 'diff', args: { a: 'x' } }],
    ['use_tool', { name: 'diff', a: 'x', b: 'y' }, { name: 'diff', args: { a: 'x', b: 'y' } }],
  ])('%s %j', (name, raw, wanted) => {
    expect(parse(name, raw)).toEqual(wanted);
  });

  it.each<[string, unknown, RegExp]>([
    ['read', {}, /path is missing.*Example: read \{"path":"/],
    ['read', { path: 'a', start_line: 'x' }, /start_line.*"x"/],
    ['read', [1], /JSON object/],
    ['read', { path: '' }, /path/],
    ['edit', { path: 'a', edits: 'replace a by b' }, /edits/],
    ['edit', { path: 'a', edits: [{ new_text: 'b' }] }, /old_text is missing/],
    ['edit', { path: 'a', edits: [{ old_text: 'a', new_text: null }] }, /new_text/],
    ['edit', { path: 'a', edits: [{ old_text: 5, new_text: 'x' }] }, /old_text/],
    ['file_ops', { action: 'explode', path: 'a' }, /action.*explode/],
  ])('%s %j is refused', (name, raw, message) => {
    expect(parse(name, raw)).toMatch(message);
  });
});

describe('calls written as text', () => {
  it('are accepted by name and arguments', () => {
    expect(registry.acceptCall('read_file', { file: 'a' })).toEqual({ name: 'read', args: { path: 'a' } });
    expect(registry.acceptCall('tail', { path: 'a', n: 5 })).toEqual({ name: 'read', args: { path: 'a', start_line: -5 } });
    expect(registry.acceptCall('ls', {})).toEqual({ name: 'ls', args: {} });
    expect(registry.acceptCall('rm', { path: 'a' })).toEqual({ name: 'file_ops', args: { action: 'delete', path: 'a' } });
  });
  it('are none when nothing fits', () => {
    expect(registry.acceptCall('ls', { version: '1.0', license: 'MIT' })).toBeUndefined();
    expect(registry.acceptCall('read', { path: null })).toBeUndefined();
    expect(registry.acceptCall('email', { path: 'a' })).toBeUndefined();
  });
});

describe('use_tool', () => {
  it('is the call it means', () => {
    expect(registry.unwrap('use_tool', { name: 'rm', args: { path: 'a' } })).toEqual({ name: 'file_ops', args: { action: 'delete', path: 'a' } });
    expect(registry.unwrap('read', { path: 'a' })).toEqual({ name: 'read', args: { path: 'a' } });
  });
});

describe('what is offered', () => {
  const size = (compact: boolean): number => JSON.stringify(registry.specs({ compact }).map((spec) => ({ type: 'function', function: spec }))).length;

  it('is the core and the two doors to the rest, within the budget', () => {
    expect(registry.specs().map(({ name }) => name)).toEqual(['read', 'edit', 'write', 'ls', 'glob', 'grep', 'find_symbol', 'bash', 'more_tools', 'use_tool']);
    expect(size(true)).toBeLessThanOrEqual(2700);
    expect(size(false)).toBeLessThanOrEqual(3900);
  });
  it('no tool lets the model approve itself', () => {
    expect(JSON.stringify(builtinTools.map((tool) => z.toJSONSchema(tool.input, { io: 'input' })))).not.toMatch(/confirm|approve/i);
  });
  it('enabled and disabled take names and sets', () => {
    const offered = (options: { enabled?: string[]; disabled?: string[] }): string[] =>
      createRegistry({ tools: builtinTools, ...options })
        .specs()
        .map(({ name }) => name);
    expect(offered({ enabled: ['read', 'grep'] })).toEqual(['read', 'grep']);
    expect(offered({ enabled: ['core'] })).toEqual(['read', 'edit', 'write', 'ls', 'glob', 'grep', 'find_symbol', 'bash']);
    expect(offered({ disabled: ['bash', 'edit'] })).not.toContain('bash');
  });
});

describe('sources', () => {
  const tool = defineTool({
    name: 'demo__ping',
    description: 'Ping',
    input: z.object({ to: z.string() }),
    set: 'mcp',
    kind: 'other',
    run: async () => ({ text: 'pong' }),
  });
  const source = (loads: string[]): ToolSource => ({
    set: 'mcp',
    summary: 'demo',
    mayHave: (name) => name.startsWith('demo__'),
    load: async () => {
      loads.push('load');
      return [tool];
    },
  });

  it('are loaded once, when a call or more_tools needs them', async () => {
    const loads: string[] = [];
    const withSource = createRegistry({ tools: builtinTools, sources: [source(loads)] });
    const before = JSON.stringify(withSource.specs());
    expect(withSource.find('demo__ping')).toBeUndefined();
    expect(withSource.acceptCall('demo__ping', { to: 'x' })).toEqual({ name: 'demo__ping', args: { to: 'x' } });
    expect(await withSource.load('read', signal)).toBeDefined();
    expect(loads).toEqual([]);
    expect((await withSource.load('demo__ping', signal))?.name).toBe('demo__ping');
    expect(await withSource.catalog.describe('mcp', signal)).toContain('demo__ping(to: string): Ping');
    expect(loads).toEqual(['load']);
    expect(JSON.stringify(withSource.specs())).toBe(before);
    await expect(withSource.catalog.describe('nonsense', signal)).rejects.toThrow(/files.*mcp/);
  });
});
