import { describe, expect, test } from 'vitest';
import { isToolError } from '../../../src/contract/error.js';
import { applyEdits } from '../../../src/tools/files/edit/apply-edits.js';
import { coerceEditArgs } from '../../../src/tools/files/edit/edit-args.js';
import type { TextEdit } from '../../../src/tools/files/edit/types.js';

/** Edits as weak models write them: [what, the file, the edits, every result that is right]. `!code` is a refusal. */
const BY_TEXT: ReadonlyArray<readonly [string, string, readonly TextEdit[], readonly string[]]> = [
  ['dup after trim', '  a();\n\ta();\n', [{ old_text: 'a();  ', new_text: 'b();' }], ['!ambiguous_match']],
  ['exact in line beats', 'foo(1);\n  foo(1) ;\n', [{ old_text: 'foo(1);', new_text: 'bar(1);' }], ['bar(1);\n  foo(1) ;\n']],
  ['smart quotes in new kept', 'say("a");\n', [{ old_text: 'say("a");', new_text: 'say(\u201ca\u201d);' }], ['say(\u201ca\u201d);\n']],
  ['apostrophe file curly', 'It\u2019s here\n', [{ old_text: "It's here", new_text: "It's there" }], ["It's there\n"]],
  ['ellipsis char', 'wait\u2026\n', [{ old_text: 'wait...', new_text: 'done' }], ['done\n']],
  ['nbsp both', 'a\u00a0b\n', [{ old_text: 'a b', new_text: 'a c' }], ['a c\n']],
  ['nfc vs nfd', 'cafe\u0301 = 1\n', [{ old_text: 'café = 1', new_text: 'café = 2' }], ['!no_match', 'café = 2\n']],
  [
    'html escaped old',
    'if (a < b && c) {\n  run();\n}\n',
    [{ old_text: 'if (a &lt; b &amp;&amp; c) {\n  run();\n}', new_text: 'if (a &lt; b) {\n  run();\n}' }],
    ['!no_match'],
  ],
  ['html escaped in file', '<p>a &amp; b</p>\n', [{ old_text: '<p>a &amp; b</p>', new_text: '<p>c</p>' }], ['<p>c</p>\n']],
  ['crlf single', 'a\r\nb\r\nc\r\n', [{ old_text: 'b', new_text: 'x\ny' }], ['a\r\nx\r\ny\r\nc\r\n']],
  ['crlf lone cr', 'a\rb\rc', [{ old_text: 'b', new_text: 'x' }], ['a\rx\rc']],
  ['no final nl', 'a\nb', [{ old_text: 'b\n', new_text: 'c\n' }], ['a\nc']],
  ['no final nl2', 'a\nb', [{ old_text: 'b', new_text: 'c\n' }], ['a\nc\n']],
  ['final nl old lacks', 'a\nb\n', [{ old_text: 'b', new_text: 'c' }], ['a\nc\n']],
  ['delete last line', 'a\nb\n', [{ old_text: 'b\n', new_text: '' }], ['a\n']],
  ['delete only', 'a\n', [{ old_text: 'a\n', new_text: '' }], ['']],
  ['tab data', 'a\tb\n', [{ old_text: 'a\tb', new_text: 'a\tc' }], ['a\tc\n']],
  ['case differs', 'const Foo = 1;\n', [{ old_text: 'const foo = 1;', new_text: 'const foo = 2;' }], ['!no_match']],
  ['number differs', 'const a = 10;\n', [{ old_text: 'const a = 20;', new_text: 'const a = 30;' }], ['!no_match']],
  [
    'long number differs',
    'export const configurationTimeoutMilliseconds = 1000; // the default value here\n',
    [{ old_text: 'export const configurationTimeoutMilliseconds = 2000; // the default value here', new_text: 'x' }],
    ['!no_match'],
  ],
  [
    'elide js',
    'function a() {\n  one();\n  two();\n}\n',
    [{ old_text: 'function a() {\n  one();\n  two();\n}', new_text: 'function a() {\n  // ... existing code ...\n  three();\n}' }],
    ['!elided_content'],
  ],
  [
    'elide py',
    'def a():\n    one()\n',
    [{ old_text: 'def a():\n    one()', new_text: 'def a():\n    # ... rest of the code unchanged ...\n    two()' }],
    ['!elided_content'],
  ],
  ['elide html', '<b>\n</b>\n', [{ old_text: '<b>', new_text: '<b>\n<!-- rest of the page stays the same -->' }], ['!elided_content']],
  ['elide keep', 'a\nb\n', [{ old_text: 'a', new_text: '// keep the rest as is\na' }], ['!elided_content', '// keep the rest as is\na\nb\n']],
  ['elide remain', 'a\nb\n', [{ old_text: 'a', new_text: '// remaining code unchanged\na' }], ['!elided_content']],
  ['elide sql', 'a\nb\n', [{ old_text: 'a', new_text: '-- ... existing columns ...\na' }], ['!elided_content']],
  ['elide hash dots', 'a\nb\n', [{ old_text: 'a', new_text: '# ...\na' }], ['!elided_content']],
  ['elide slashdots', 'a\nb\n', [{ old_text: 'a', new_text: '// ...\na' }], ['!elided_content']],
  ['elide slash unicode', 'a\nb\n', [{ old_text: 'a', new_text: '// \u2026\na' }], ['!elided_content']],
  ['elide prev', 'a\nb\n', [{ old_text: 'a', new_text: '// ... previous code ...\na' }], ['!elided_content']],
  ['elide other methods', 'a\nb\n', [{ old_text: 'a', new_text: '  // ... other methods ...\na' }], ['!elided_content']],
  ['elide imports', 'a\nb\n', [{ old_text: 'a', new_text: '// ...existing imports...\na' }], ['!elided_content']],
  ['elide same', 'a\nb\n', [{ old_text: 'a', new_text: '// same as before\na' }], ['!elided_content']],
  ['elide omitted', 'a\nb\n', [{ old_text: 'a', new_text: '/* code omitted for brevity */\na' }], ['!elided_content']],
  ['elide jsx', 'a\nb\n', [{ old_text: 'a', new_text: '{/* ... existing JSX ... */}\na' }], ['!elided_content']],
  ['elide vue', 'a\nb\n', [{ old_text: 'a', new_text: '<!-- ... -->\na' }], ['!elided_content']],
  ['elide german', 'a\nb\n', [{ old_text: 'a', new_text: '// ... restlicher Code ...\na' }], ['!elided_content', '// ... restlicher Code ...\na\nb\n']],
  ['elide lisp', 'a\nb\n', [{ old_text: 'a', new_text: ';; ... rest ...\na' }], ['!elided_content']],
  ['elide brackets', 'a\nb\n', [{ old_text: 'a', new_text: '[... rest of the file ...]\na' }], ['!elided_content', '[... rest of the file ...]\na\nb\n']],
  ['elide bare', 'a\nb\n', [{ old_text: 'a', new_text: '... rest of the code ...\na' }], ['!elided_content', '... rest of the code ...\na\nb\n']],
  ['elide your code', 'a\nb\n', [{ old_text: 'a', new_text: '// your code here\na' }], ['// your code here\na\nb\n', '!elided_content']],
  ['elide todo', 'a\nb\n', [{ old_text: 'a', new_text: '// TODO: implement the rest\na' }], ['// TODO: implement the rest\na\nb\n']],
  ['spread', 'a\nb\n', [{ old_text: 'a', new_text: 'const x = { ...existing, a };' }], ['const x = { ...existing, a };\nb\n']],
  ['rest arg', 'a\nb\n', [{ old_text: 'a', new_text: 'function f(...rest) {}' }], ['function f(...rest) {}\nb\n']],
  ['py ellipsis', 'a\nb\n', [{ old_text: 'a', new_text: 'class A:\n    ...' }], ['class A:\n    ...\nb\n']],
  ['yaml dots', 'a\nb\n', [{ old_text: 'a', new_text: '---\nx: 1\n...' }], ['---\nx: 1\n...\nb\n']],
  ['prose comment', 'a\nb\n', [{ old_text: 'a', new_text: '// Loading... please wait\na' }], ['// Loading... please wait\na\nb\n']],
  ['prose rest', 'a\nb\n', [{ old_text: 'a', new_text: '// the rest of the bytes are padding\na' }], ['// the rest of the bytes are padding\na\nb\n']],
  ['prose existing', 'a\nb\n', [{ old_text: 'a', new_text: '// existing users keep their role\na' }], ['// existing users keep their role\na\nb\n']],
  ['prose unchanged', 'a\nb\n', [{ old_text: 'a', new_text: '// leaves the input unchanged\na' }], ['// leaves the input unchanged\na\nb\n']],
  ['string dots', 'a\nb\n', [{ old_text: 'a', new_text: 'log("// ... existing code ...");' }], ['log("// ... existing code ...");\nb\n']],
  ['md ellipsis', 'a\nb\n', [{ old_text: 'a', new_text: 'And so on ...' }], ['And so on ...\nb\n']],
  ['go variadic', 'a\nb\n', [{ old_text: 'a', new_text: 'f(xs...) // pass the rest' }], ['f(xs...) // pass the rest\nb\n']],
  ['range comment', 'a\nb\n', [{ old_text: 'a', new_text: '// 0...n\na' }], ['// 0...n\na\nb\n']],
  ['numbers real', '1: a\n2: b\n', [{ old_text: '1: a', new_text: '1: c' }], ['1: c\n2: b\n']],
  ['numbers off', 'a\nb\nc\n', [{ old_text: '1| a\n2| b', new_text: '1| x\n2| b' }], ['x\nb\nc\n', '!no_match']],
  ['numbers arrow', 'a\nb\nc\n', [{ old_text: '1→a\n2→b', new_text: '1→x\n2→b' }], ['x\nb\nc\n', '!no_match']],
  ['numbers wrong', 'a\nb\nc\n', [{ old_text: '1| a\n2| z', new_text: 'x' }], ['!no_match']],
  ['fence', 'a\nb\n', [{ old_text: '```\na\n```', new_text: '```\nx\n```' }], ['x\nb\n', '!no_match']],
  ['fence one side', 'a\nb\n', [{ old_text: '```\na\n```', new_text: 'x' }], ['x\nb\n', '!no_match']],
  ['all zero', 'a\n', [{ old_text: 'z', new_text: 'y', all: true }], ['!no_match']],
  ['all trim', '  a();\n    a();\n', [{ old_text: 'a();  ', new_text: 'b();', all: true }], ['  b();\n    b();\n']],
  [
    'multi chained',
    'a\nb\n',
    [
      { old_text: 'a', new_text: 'c' },
      { old_text: 'c', new_text: 'd' },
    ],
    ['!no_match'],
  ],
  [
    'multi same',
    'a\nb\n',
    [
      { old_text: 'a', new_text: 'c' },
      { old_text: 'a', new_text: 'd' },
    ],
    ['!overlapping_edits', '!ambiguous_match'],
  ],
  [
    'multi nested',
    'a b c\n',
    [
      { old_text: 'a b', new_text: 'x' },
      { old_text: 'b', new_text: 'y' },
    ],
    ['!overlapping_edits'],
  ],
  [
    'touch',
    'ab\n',
    [
      { old_text: 'a', new_text: 'x' },
      { old_text: 'b', new_text: 'y' },
    ],
    ['xy\n'],
  ],
  [
    'one bad',
    'a\nb\n',
    [
      { old_text: 'a', new_text: 'x' },
      { old_text: 'zzz', new_text: 'y' },
    ],
    ['!no_match'],
  ],
  ['empty old', 'a\n', [{ old_text: '', new_text: 'x' }], ['!invalid_args', '!no_match']],
  ['same', 'a\n', [{ old_text: 'a', new_text: 'a' }], ['!invalid_args']],
  ['ws only', 'a b\n', [{ old_text: '   ', new_text: 'x' }], ['!no_match']],
  ['word inside', 'foobar\n', [{ old_text: 'foo bar', new_text: 'x' }], ['!no_match']],
  ['sep ws', 'a  =  1\n', [{ old_text: 'a = 1', new_text: 'a = 2' }], ['a = 2\n']],
  ['joined lines', 'f(\n  a,\n  b\n)\n', [{ old_text: 'f(a, b)', new_text: 'g(a, b)' }], ['!no_match', 'g(a, b)\n']],
  [
    'python indent',
    'class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n',
    [{ old_text: 'def g(self):\n    return 2', new_text: 'def g(self):\n    x = 3\n    if x:\n        return x\n    return 2' }],
    ['class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        x = 3\n        if x:\n            return x\n        return 2\n'],
  ],
  [
    'tabs file',
    'func f() {\n\tif a {\n\t\tb()\n\t}\n}\n',
    [{ old_text: '    if a {\n        b()\n    }', new_text: '    if a {\n        for {\n            c()\n        }\n    }' }],
    ['func f() {\n\tif a {\n\t\tfor {\n\t\t\tc()\n\t\t}\n\t}\n}\n'],
  ],
  ['dollar', 'a\n', [{ old_text: 'a', new_text: '$& $1 $$ \\1' }], ['$& $1 $$ \\1\n']],
  ['emoji', 'a \ud83d\udc4d b\n', [{ old_text: '\ud83d\udc4d', new_text: '\ud83d\udc4e' }], ['a \ud83d\udc4e b\n']],
  ['half emoji', '\ud83d\udc4d\n', [{ old_text: '\ud83d', new_text: 'x' }], ['!no_match']],
  ['line missing mid', 'a();\nb();\nc();\n', [{ old_text: 'a();\nc();', new_text: 'x();' }], ['!no_match']],
  [
    'lone comment near',
    '// alpha beta gamma delta epsilon zeta eta theta iota kappa lambda\nx\n',
    [{ old_text: '// alpha beta gamma delta epsilon zeta eta theta iota kappa lambdo', new_text: '// new' }],
    ['// new\nx\n', '!no_match'],
  ],
  [
    'two near',
    'const alphaBetaGammaDeltaEpsilonZetaEtaTheta = compute(first, second);\nconst alphaBetaGammaDeltaEpsilonZetaEtaThetb = compute(first, second);\n',
    [{ old_text: 'const alphaBetaGammaDeltaEpsilonZetaEtaThetx = compute(first, second);', new_text: 'y' }],
    ['!no_match', '!ambiguous_match'],
  ],
];

/** The same in other notations, as the arguments come in. */
const BY_NOTATION: ReadonlyArray<readonly [string, string, Record<string, unknown>, readonly string[]]> = [
  ['search block', 'a\nb\nc\n', { path: 'f', edits: '<<<<<<< SEARCH\nb\n=======\nx\n>>>>>>> REPLACE' }, ['a\nx\nc\n']],
  [
    'two blocks',
    'a\nb\nc\n',
    { path: 'f', edits: '<<<<<<< SEARCH\na\n=======\nx\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\nc\n=======\ny\n>>>>>>> REPLACE' },
    ['x\nb\ny\n'],
  ],
  ['block in fence', 'a\nb\nc\n', { path: 'f', diff: '```\n<<<<<<< SEARCH\nb\n=======\nx\n>>>>>>> REPLACE\n```' }, ['a\nx\nc\n']],
  ['diff', 'a\nb\nc\n', { path: 'f', diff: '--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n' }, ['a\nx\nc\n']],
  ['diff wrong numbers', 'a\nb\nc\n', { path: 'f', diff: '@@ -100,9 +120,2 @@\n a\n-b\n+x\n c' }, ['a\nx\nc\n']],
  ['diff no ranges', 'a\nb\nc\n', { path: 'f', diff: '@@ ... @@\n a\n-b\n+x\n c' }, ['a\nx\nc\n']],
  ['diff two hunks', 'a\nb\nc\nd\ne\nf\n', { path: 'f', patch: '@@ -1,2 +1,2 @@\n a\n-b\n+x\n@@ -5,2 +5,2 @@\n e\n-f\n+y\n' }, ['a\nx\nc\nd\ne\ny\n']],
  ['diff removes --', 'a\n-- b\nc\n', { path: 'f', diff: '@@ -1,3 +1,2 @@\n a\n--- b\n c\n' }, ['a\nc\n']],
  ['diff adds ++', 'a\nb\n', { path: 'f', diff: '@@ -1,2 +1,3 @@\n a\n+++i;\n b\n' }, ['a\n++i;\nb\n']],
  ['diff pure add', 'a\nb\n', { path: 'f', diff: '@@ -1,2 +1,3 @@\n a\n+x\n b\n' }, ['a\nx\nb\n']],
  ['diff no newline', 'a\nb', { path: 'f', diff: '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n' }, ['a\nc']],
  ['diff fence', 'a\nb\n', { path: 'f', diff: '```diff\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n```' }, ['a\nc\n']],
  ['json string', 'a\nb\n', { path: 'f', edits: '[{"old_text":"b","new_text":"c"}]' }, ['a\nc\n']],
  ['flat', 'a\nb\n', { path: 'f', old_string: 'b', new_string: 'c' }, ['a\nc\n']],
  ['empty context line', 'a\n\nb\n', { path: 'f', diff: '@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n' }, ['a\n\nc\n']],
  ['apply_patch', 'a\nb\nc\n', { path: 'f', patch: '*** Begin Patch\n*** Update File: f\n@@\n a\n-b\n+x\n c\n*** End Patch' }, ['a\nx\nc\n']],
  ['diff no hunk head', 'a\nb\nc\n', { path: 'f', diff: '--- a/f\n+++ b/f\n a\n-b\n+x\n c\n' }, ['a\nx\nc\n', '!?']],
];

describe('old and new text', () => {
  test.each(BY_TEXT)('%s', (_, before, edits, right) => expect(right).toContain(outcome(before, edits)));
});

describe('blocks and diffs', () => {
  test.each(BY_NOTATION)('%s', (_, before, raw, right) => expect(right).toContain(outcome(before, coerceEditArgs(raw).edits)));
});

function outcome(before: string, edits: unknown): string {
  if (!Array.isArray(edits)) return '!?';
  try {
    return applyEdits('f', before, edits as TextEdit[]).text;
  } catch (error) {
    if (isToolError(error)) return `!${error.code}`;
    throw error;
  }
}
