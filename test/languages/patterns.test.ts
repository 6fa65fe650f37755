import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/languages/detect.js';
import { LANGUAGES } from '../../src/languages/index.js';
import { PatternMatcher } from '../../src/languages/patterns/matcher.js';
import { readPatterns } from '../../src/languages/patterns/read-patterns.js';
import { createParser, loadGrammar, startRuntime } from '../../src/lib/tree-sitter.js';
import { TABLE } from './symbol-table.js';

/** Code the table of symbols has none of: imports, decisions, text in all its forms. */
const MORE: Readonly<Record<string, string>> = {
  python:
    'import a, b.c\nfrom . import d\nclass A:\n    """Doc."""\n    # note\n    x: int = f"{1}" if y else b"z"\n    try:\n        pass\n    except E: pass\n',
  javascript:
    'import a from "./a.js";\nexport * from "b";\nconst c = require("c"), { d } = await import("./d.js");\nmodule.exports = { e, f };\nexports.g = 1;\nexport { h, i as j };\nexport default k;\nswitch (x) { case 1: try { y ?? z } catch { } }\nif (/re/g.test("s\\n")) { } else if (q && r || s) { } else { for (const t of u) while (v) do { } while (w) }\nrequire(dynamic); other("c");\n',
  typescript:
    '@Dec() export class A { @Prop() b = 1; c: () => void = () => {}; private d?: string }\ndeclare module "m" { export function f(): void }\nexport = A;\n',
  tsx: 'export const A = () => <div className="x">some text {b ? <C/> : null}</div>;\n',
  go: 'package p\nimport (\n  "fmt"\n  m "a/b"\n)\nvar x = 1\nvar ( y int; z = 2 )\ntype (\n  A struct { B, C int }\n  D = A\n)\nfunc (a *A) M() { switch { case x > 1 && y < 2: for { } ; default: } }\nfunc (g G[T]) N() { if a { } else if b { } }\n',
  rust: 'use a::{b, c};\nmod m { use super::x; fn f() { use y::z; } }\nmod n;\nimpl<T> Tr for &G<T> { fn a(&self) { if let Some(x) = y { } else if z { } else { match q { 1 => r?, _ => loop { } } } } }\n#[derive(A)]\nstruct S;\n',
  java: 'import a.b.C;\nimport static a.D.*;\nclass X { int a, b = 1; void m() { for (int i : is) { switch (i) { case 1: break; default: } } String t = """\n x""" + \'c\'; } }\n',
  c: '#include <a.h>\n#include "b.h"\n#define M 1\n#define F(x) x\nstatic int a, *b, c[2], d = 1;\nint *f(void);\ntypedef int (*fn)(int);\ntypedef struct { int x, *y; } T;\nint main(void) { switch (a) { case 1: return a ? b : c; default: while (a && b) do { } while (c); } if (a) { } else if (b) { } return \'c\'; }\n',
  cpp: 'template <class T> class A : B { public: A() = default; ~A(); T &get() const { return t; } int operator+(int); T t; };\nint A::f() { try { } catch (...) { } for (auto x : y) { } }\nnamespace n { using z = int; auto s = R"(raw)"; }\nint &r = q;\n',
  csharp:
    'using A.B;\nnamespace N { [Attr] class C : D { int a, b; event E e; string P { get; set; } C() { } void M() { switch (x) { case 1: break; default: break; } var s = $"a{b}c" ?? "d"; if (p) { } else if (q) { } void L() { } } } delegate int F(int x); record R(int X); enum G { H, I } }\n',
  ruby: 'require "a"\nrequire_relative "b"\nmodule A::B\n  class C < D\n    E = 1\n    attr_reader :x\n    def self.f(y) = y\n    def g; h if i && j; case k when 1 then 2 end; end\n    alias l g\n  end\nend\n',
  php: '<?php\nnamespace A;\nuse B\\C;\nrequire "d.php";\nconst E = 1;\n#[Attr] class F { private $g, $h = 2; function __construct(public int $i) { if ($a and $b) { } else if ($c) { } elseif ($d) { } } }\ntrait T { }\nenum U { case V; }\n',
  bash: 'source ./a.sh\n. b.sh\nX=1\nexport Y=2\nf() { if [ -z "$1" ] && g; then case $x in a) ;; esac; elif h; then :; fi; }\ncat <<E\ntext\nE\n',
  yaml: 'a: 1\nb:\n  c: [1, 2]\n  d:\n    e: f\n# note\n',
  json: '{"a": 1, "b": {"c": [1], "d": {"e": null}}, "f": [{"g": true}]}\n',
  hcl: 'resource "a" "b" {\n  c = "d"\n}\nmodule "m" {\n  source = "./n"\n}\nlocals {\n  e = 1\n  f = 2\n}\nvariable "g" {}\n',
  markdown: '# A\n\ntext\n\n## B\n\nC\n===\n\nD\n---\n',
  html: '<html><head><title>T</title><script src="a.js"></script><link href="b.css"/></head><body><h1>H</h1><p id="c">d</p><!-- e --></body></html>\n',
  css: '@import "a.css";\n:root { --b: 1px; }\n.c, #d > e { f: g }\n@keyframes h { from { i: j } }\n/* k */\n',
};

const samples = new Map<string, string[]>(LANGUAGES.map(({ name }) => [name, MORE[name] === undefined ? [] : [MORE[name]]]));
for (const [file, text] of TABLE) samples.get(languageOf(file, text)?.name ?? '')?.push(text);

interface Both {
  ours: string[];
  theirs: string[];
}

/** What our matcher finds in a text, and what tree-sitter's own query engine finds there: a line for each match. */
async function compare(name: string): Promise<(text: string) => Both> {
  const language = LANGUAGES.find((candidate) => candidate.name === name);
  if (!language) throw new Error(name);
  const grammar = await loadGrammar(language.grammar);
  const parser = await createParser(language.grammar);
  const { Query } = await startRuntime();
  const query = new Query(grammar, language.query);
  const matcher = new PatternMatcher(grammar, language.query);
  const line = (pattern: number, captures: string[]): string => `${pattern}: ${captures.sort().join(' ')}`;
  return (text) => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('not parsed');
    try {
      const root = tree.rootNode;
      return {
        ours: matcher
          .matches(root, text, () => false)
          .map((match) =>
            line(
              match.pattern,
              match.captures.map(({ name: capture, node }) => `${capture}@${node.start}-${node.end}`),
            ),
          ),
        theirs: query.matches(root).map((match) =>
          line(
            match.patternIndex,
            match.captures.map(({ name: capture, node }) => `${capture}@${node.startIndex}-${node.endIndex}`),
          ),
        ),
      };
    } finally {
      tree.delete();
    }
  };
}

describe.each(LANGUAGES.map(({ name }) => name))('patterns of %s', (name) => {
  it('find what a query of tree-sitter finds, and nothing else', async () => {
    const find = await compare(name);
    const texts = samples.get(name) ?? [];
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const { ours, theirs } = find(text);
      expect(theirs.length).toBeGreaterThan(0);
      expect(ours.sort()).toEqual(theirs.sort());
    }
  });

  it('find it in torn code too', async () => {
    const find = await compare(name);
    const whole = (samples.get(name) ?? []).join('\n');
    const piece = fc.tuple(fc.nat(whole.length), fc.nat(200)).map(([from, length]) => whole.slice(from, from + length));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const { ours, theirs } = find(pieces.join('\n'));
        const found = new Set(ours);
        expect(theirs.filter((match) => !found.has(match))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('readPatterns', () => {
  const names = { typeOf: (name: string) => ({ call: 1, name: 2, '(': 3 })[name], fieldOf: (name: string) => ({ callee: 7 })[name] };

  it('reads fields, choices, anchors, options, captures and tests', () => {
    const [first, second, ...more] = readPatterns('; note\n[(call callee: [(name) (_)]? @a . "(" @b . (#any-of? @a "x" "y")) (name)] @c\n(name) @d', names);
    expect(more).toEqual([]);
    expect(second).toEqual({ index: 1, roots: [{ type: 2, captures: ['d'], children: [] }], tests: [] });
    const plain = { optional: false, next: false, last: false, captures: true };
    const callee = { type: undefined, captures: ['a'], children: [] };
    expect(first?.roots).toEqual([
      {
        type: 1,
        captures: ['c'],
        children: [
          { ...plain, field: 7, optional: true, named: true, options: [{ ...callee, type: 2 }, callee] },
          { ...plain, field: undefined, next: true, last: true, named: false, options: [{ type: 3, captures: ['b'], children: [] }] },
        ],
      },
      { type: 2, captures: ['c'], children: [] },
    ]);
    expect(first?.tests.map(({ capture, holds }) => [capture, holds('x'), holds('z')])).toEqual([['a', true, false]]);
  });

  it.each([
    ['(call', 'ends too early'],
    ['(nothing)', 'no node nothing'],
    ['(call nowhere: (name))', 'no field nowhere'],
    ['(_) @a', 'begins with the type'],
    ['(name) @a (#eq? @a "x")', 'type of a node is missing'],
    ['(call (name) @a (#not-eq? @a "x"))', 'no test not-eq?'],
    ['(call (name)* @a)', 'cannot be read: *'],
    ['(call !callee)', 'cannot be read: !'],
  ])('refuses %s', (source, reason) => {
    expect(() => readPatterns(source, names)).toThrow(reason);
  });
});
