import { languageOf } from '../../src/languages/detect.js';
import { LANGUAGES } from '../../src/languages/index.js';
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

/** Texts of each language, by its name. */
export const samples: ReadonlyMap<string, readonly string[]> = collect();

function collect() {
  const samples = new Map<string, string[]>(LANGUAGES.map(({ name }) => [name, MORE[name] === undefined ? [] : [MORE[name]]]));
  for (const [file, text] of TABLE) samples.get(languageOf(file, text)?.name ?? '')?.push(text);
  return samples;
}
