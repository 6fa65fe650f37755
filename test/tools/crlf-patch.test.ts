import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../support/project.js';
import { runTool, toolContext } from '../support/tool-context.js';

test.each([
  ['windows line ends', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\n'],
  ['mixed line ends', 'one\r\ntwo\nthree\r\n', 'one\r\n2\nthree\r\n'],
  ['a byte order mark and no newline at the end', '\uFEFFone\r\ntwo', '\uFEFFone\r\n2'],
])('the patch of a dry run over %s is taken by git and gives the very bytes', async (_, before, after) => {
  const root = project({ 'src/a b.txt': before });
  const context = toolContext(root, { dryRun: true });
  await runTool('edit', { path: 'src/a b.txt', edits: [{ old_text: 'two', new_text: '2' }] }, context);
  expect(readFileSync(join(root, 'src/a b.txt'), 'utf8')).toBe(before);
  writeFileSync(join(root, 'change.patch'), await context.files.patch());
  const git = (...args: string[]) => execFileSync('git', ['-c', 'core.autocrlf=false', ...args], { cwd: root, stdio: 'pipe' });
  git('init', '-q');
  git('apply', 'change.patch');
  expect(readFileSync(join(root, 'src/a b.txt'), 'utf8')).toBe(after);
});
