import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from '../../src/tools/files/text-encoding.js';
import { project } from '../support/project.js';
import { codeOf, runTool, toolContext } from '../support/tool-context.js';

const lines = (count: number): string => `${Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')}\n`;

describe('read', () => {
  it('windows, from the front and from the end', async () => {
    const context = toolContext(project({ 'a.txt': lines(500) }), { budget: 2000 });
    const text = async (args: object): Promise<string> => (await runTool('read', { path: 'a.txt', ...args }, context)).text;
    expect(await text({ start_line: 10, end_line: 11 })).toBe('10| line 10\n11| line 11');
    expect(await text({ start_line: -2 })).toBe('499| line 499\n500| line 500');
    expect(await text({ start_line: 499 })).toBe('499| line 499\n500| line 500');
    const all = await text({});
    expect(all.length).toBeLessThanOrEqual(2000);
    expect(all).toMatch(/… \d+ more lines \(use start_line=\d+\)$/);
    expect((await runTool('tail', { path: 'a.txt', from_end: true, lines: 1 }, context)).text).toBe('500| line 500');
  });
  it('says what is wrong', async () => {
    const root = project({ 'src/parser.js': 'x', 'short.txt': 'a\n' });
    const context = toolContext(root);
    await expect(runTool('read', { path: 'src/parsr.js' }, context)).rejects.toThrow(/src\/parser\.js/);
    await expect(runTool('read', { path: 'src' }, context)).rejects.toThrow(/ls/);
    await expect(runTool('read', { path: 'short.txt', start_line: 50 }, context)).rejects.toThrow(/only 1 lines/);
    expect(await codeOf('read', { path: '/etc/passwd' }, context)).toBe('outside_workspace');
  });
  it('describes images and binaries', async () => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d494844520000001000000020', 'hex'), Buffer.alloc(50)]);
    const context = toolContext(project({ 'x.png': png, 'x.bin': Buffer.from([0, 1, 2, 0]) }));
    expect((await runTool('read', { path: 'x.png' }, context)).text).toMatch(/PNG image of 16 × 32 pixels/);
    expect((await runTool('read', { path: 'x.bin' }, context)).text).toMatch(/binary/);
  });
  it('files of many megabytes in pieces', async () => {
    const root = project({});
    writeFileSync(join(root, 'big.log'), lines(2_000_000));
    const context = toolContext(root);
    const text = async (args: object): Promise<string> => (await runTool('read', { path: 'big.log', ...args }, context)).text;
    expect(await text({ start_line: 1_999_999, end_line: 1_999_999 })).toBe('1999999| line 1999999');
    expect(await text({ start_line: -1 })).toContain('line 2000000');
    expect(await text({})).toMatch(/^ *1\| line 1\n[\s\S]*more lines \(use start_line=/);
    expect(await codeOf('read', { path: 'big.log', start_line: 3_000_000 }, context)).toBe('failed');
  });
});

describe('encodings', () => {
  it.each<[string, Buffer]>([
    ['UTF-16 LE with mark', Buffer.from('\ufeffeins\r\nzwei ü\r\n', 'utf16le')],
    ['UTF-16 BE with mark', Buffer.from('\ufeffeins\r\nzwei ü\r\n', 'utf16le').swap16()],
    ['UTF-16 LE without mark', Buffer.from('eins\r\nzwei\r\n', 'utf16le')],
    ['Latin-1', Buffer.from('eins\r\nzwei ü\r\n', 'latin1')],
    ['UTF-8 with mark', Buffer.from('\ufeffeins\r\nzwei ü\r\n', 'utf8')],
  ])('%s is shown, and kept when edited', async (_name, content) => {
    const root = project({ 'a.txt': content });
    const context = toolContext(root);
    expect((await runTool('read', { path: 'a.txt' }, context)).text).toMatch(/^1\| eins\n2\| zwei/);
    await runTool('edit', { path: 'a.txt', old_text: 'eins', new_text: 'EINS' }, context);
    const after = readFileSync(join(root, 'a.txt'));
    expect(after.length).toBe(content.length);
    expect(decodeText(after)).toEqual({ ...decodeText(content), text: decodeText(content)?.text.replace('eins', 'EINS') });
  });
  it('a character that the encoding lacks is refused', async () => {
    const context = toolContext(project({ 'a.txt': Buffer.from('ü\n', 'latin1') }));
    await expect(runTool('edit', { path: 'a.txt', old_text: 'ü', new_text: '→' }, context)).rejects.toThrow(/Latin-1/);
  });
  it('decoding and encoding lose no byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const content = Buffer.from(bytes);
        const decoded = decodeText(content);
        if (decoded) expect(encodeText(decoded.text, decoded)).toEqual(content);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('write', () => {
  it('creates, replaces, keeps CRLF', async () => {
    const root = project({ 'dos.txt': 'a\r\nb\r\n' });
    const context = toolContext(root);
    expect((await runTool('write', { path: 'x/y.txt', content: 'one\ntwo\n' }, context)).text).toBe('created x/y.txt (2 lines)');
    expect((await runTool('write', { path: 'dos.txt', content: 'a\nc\n' }, context)).text).toMatch(/-b\n\+c/);
    expect(readFileSync(join(root, 'dos.txt'), 'utf8')).toBe('a\r\nc\r\n');
  });
  it('refuses what would lose work', async () => {
    const root = project({ 'a.js': lines(60) });
    mkdirSync(join(root, 'folder'));
    const context = toolContext(root);
    expect(await codeOf('write', { path: 'a.js', content: 'short' }, context)).toBe('rejected');
    expect(await codeOf('write', { path: 'a.js', content: `${lines(50)}// ... rest of code ...\n` }, context)).toBe('elided_content');
    expect(await codeOf('write', { path: 'folder', content: 'x' }, context)).toBe('failed');
    await runTool('read', { path: 'a.js' }, context);
    expect(await codeOf('write', { path: 'a.js', content: 'short' }, context)).toBe('ok');
  });
});

describe('edit by lines and by other notations', () => {
  it.each<[object, string]>([
    [{ start_line: 2, end_line: 3, content: 'X' }, 'line 1\r\nX\r\nline 4\r\n'],
    [{ edits: '<<<<<<< SEARCH\nline 2\nline 3\n=======\n>>>>>>> REPLACE\n' }, 'line 1\r\nline 4\r\n'],
    [{ patch: '@@ -3,2 +3,3 @@\n line 3\n+new\n line 4\n' }, 'line 1\r\nline 2\r\nline 3\r\nnew\r\nline 4\r\n'],
  ])('%j', async (args, after) => {
    const root = project({ 'a.txt': lines(4).replaceAll('\n', '\r\n') });
    await runTool('edit', { path: 'a.txt', ...args }, toolContext(root));
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe(after);
  });
  it('a miss shows the nearest place', async () => {
    const context = toolContext(project({ 'a.js': `${lines(40)}function computeTotal(items) {\n  return items.length;\n}\n` }));
    await expect(runTool('edit', { path: 'a.js', old_text: 'function computeTotals(list) {\n  let sum = 0;', new_text: 'x' }, context)).rejects.toThrow(
      /41\| function computeTotal/,
    );
  });
});

describe('syntax feedback', () => {
  const analysis = (errorLines: number[]) => ({
    language: 'x',
    symbols: [],
    imports: [],
    references: [],
    functions: [],
    errors: errorLines.length,
    errorLines,
  });
  const index = { analyzeText: async (_path: string, text: string) => analysis(text.split('\n').flatMap((line, at) => (line.includes('!') ? [at + 1] : []))) };
  it('names new errors only', async () => {
    const context = toolContext(project({ 'a.x': 'old !\nb\nc\n' }), { index: index as never });
    expect((await runTool('edit', { path: 'a.x', old_text: 'b', new_text: 'b2' }, context)).text).not.toMatch(/syntax/);
    expect((await runTool('edit', { path: 'a.x', old_text: 'c', new_text: 'd\nc !' }, context)).text).toMatch(/new syntax error at line 4;/);
  });
});

describe('file_ops, diff, text, ls', () => {
  it('do what they say', async () => {
    const root = project({ 'a.txt': 'b\na\nb\n', 'c.txt': 'b\na\nc\n', '.gitignore': 'out\n', 'out/x.txt': 'x', 'src/deep/er/f.ts': '1234' });
    const context = toolContext(root);
    expect((await runTool('sort', { action: 'sort', path: 'a.txt' }, context)).text).toBe('a\nb\nb');
    expect((await runTool('text', { action: 'uniq', path: 'a.txt' }, context)).text).toBe('2 b\n1 a');
    expect((await runTool('text', { action: 'count', path: 'a.txt' }, context)).text).toBe('a.txt: 3 lines, 3 words, 6 characters, 6 bytes');
    expect((await runTool('diff', { a: 'a.txt', b: 'c.txt' }, context)).text).toMatch(/-b\n\+c$/);
    expect((await runTool('ls', {}, context)).text).toBe('src/ (1 file)\n  deep/ (1 file)\n.gitignore 4 B\na.txt 6 B\nc.txt 6 B');
    expect((await runTool('ls', { path: 'src', depth: 3 }, context)).text).toBe('deep/ (1 file)\n  er/ (1 file)\n    f.ts 4 B');
    expect(await codeOf('file_ops', { action: 'copy', path: 'a.txt', to: 'c.txt' }, context)).toBe('failed');
    expect(await codeOf('file_ops', { action: 'move', path: 'src', to: 'src/in' }, context)).toBe('invalid_args');
    expect(await codeOf('file_ops', { action: 'delete', path: 'none' }, context)).toBe('not_found');
    expect(await codeOf('file_ops', { action: 'copy', path: 'a.txt' }, context)).toBe('invalid_args');
    await runTool('file_ops', { action: 'copy', path: 'src', to: 'copy' }, context);
    expect(readFileSync(join(root, 'copy/deep/er/f.ts'), 'utf8')).toBe('1234');
  });
});
