import { expect, it } from 'vitest';
import { createAnalyzer } from '../../src/languages/analyzer.js';

const analyzer = createAnalyzer();

/** One line a symbol: `kind name@parent:line`, `+` in front when exported. */
async function outline(path: string, text: string): Promise<string[]> {
  const analysis = await analyzer.analyze(path, text);
  expect(analysis?.errors).toBe(0);
  return (analysis?.symbols ?? []).map((s) => `${s.exported ? '+' : ''}${s.kind} ${s.name}${s.parent === undefined ? '' : `@${s.parent}`}:${s.line}`);
}

const TABLE: Array<[file: string, text: string, symbols: string[]]> = [
  [
    'a.py',
    'LIMIT = 1\nclass Shape(Base):\n    sides = 4\n    def __init__(self): pass\n    @property\n    def area(self): return 0\n\nasync def compute(x):\n    def inner(): pass\n    y = 1\n\ndef _hidden(): pass\n',
    [
      '+constant LIMIT:1',
      '+class Shape:2',
      '+field sides@Shape:3',
      '+constructor __init__@Shape:4',
      '+method area@Shape:6',
      '+function compute:8',
      'function inner@compute:9',
      'function _hidden:12',
    ],
  ],
  [
    'a.js',
    'export function load(f) { const local = 1; }\nexport class Cache extends Base {\n  #size = 0;\n  constructor() {}\n  get(key) { return 1; }\n  static make = () => new Cache();\n}\nconst helper = (x) => x;\nexport { helper as h };\nmodule.exports.run = function () {};\nCache.prototype.old = function () {};\nlet MAX = 1;\nfunction* gen() {}\n',
    [
      '+function load:1',
      '+class Cache:2',
      'field #size@Cache:3',
      '+constructor constructor@Cache:4',
      '+method get@Cache:5',
      '+method make@Cache:6',
      '+function helper:8',
      '+function run:10',
      'method old:11',
      'variable MAX:12',
      'function gen:13',
    ],
  ],
  [
    'a.ts',
    'export interface User { id: string; greet(): void }\nexport type Id = string;\nexport enum Color { Red, Green = 2 }\nexport abstract class Repo<T> {\n  private items: T[] = [];\n  abstract find(id: Id): User;\n  handler = async () => {};\n  get [Symbol.iterator]() { return 1; }\n}\nexport const load = async (id: Id): Promise<User> => ({ id });\nnamespace N { export function f(): void {} }\ndeclare function g(): void;\nexport default function main() {}\n',
    [
      '+interface User:1',
      '+property id@User:1',
      '+method greet@User:1',
      '+type Id:2',
      '+enum Color:3',
      '+enum_member Red@Color:3',
      '+enum_member Green@Color:3',
      '+class Repo:4',
      'field items@Repo:5',
      '+method find@Repo:6',
      '+method handler@Repo:7',
      '+function load:10',
      'namespace N:11',
      'function f@N:11',
      'function g:12',
      '+function main:13',
    ],
  ],
  [
    'a.tsx',
    'export const Card = ({ title }: Props) => <div>{title}</div>;\nfunction App() { return <Card title="x">don\'t</Card>; }\n',
    ['+function Card:1', 'function App:2'],
  ],
  [
    'a.go',
    'package main\n\nconst Max = 1\nvar count int\n\ntype Server struct{ port int }\ntype Handler interface{ Serve() error }\ntype ID = string\n\nfunc (s *Server) Listen() error { return nil }\nfunc (l List[T]) Len() int { return 0 }\nfunc NewServer(port int) *Server { return nil }\n',
    [
      '+constant Max:3',
      'variable count:4',
      '+struct Server:6',
      'field port@Server:6',
      '+interface Handler:7',
      '+method Serve@Handler:7',
      '+type ID:8',
      '+method Listen@Server:10',
      '+method Len@List:11',
      '+function NewServer:12',
    ],
  ],
  [
    'a.rs',
    'pub struct Point { x: i32 }\n\nimpl Point {\n    pub fn norm(&self) -> i32 { self.x }\n    fn secret() {}\n}\nimpl Draw for Point { fn draw(&self) {} }\npub trait Draw { fn draw(&self); type Out; }\nenum E { A, B(i32) }\nconst N: u8 = 1;\nmacro_rules! m { () => {} }\nmod inner { pub(crate) fn f() {} }\n',
    [
      '+struct Point:1',
      'field x@Point:1',
      '+impl Point:3',
      '+method norm@Point:4',
      'method secret@Point:5',
      '+impl Point:7',
      '+method draw@Point:7',
      '+trait Draw:8',
      '+method draw@Draw:8',
      '+type Out@Draw:8',
      'enum E:9',
      'enum_member A@E:9',
      'enum_member B@E:9',
      'constant N:10',
      '+macro m:11',
      'module inner:12',
      '+function f@inner:12',
    ],
  ],
  [
    'A.java',
    'package demo;\n\n@Deprecated\npublic class Account {\n  private int balance;\n  public Account() {}\n  @Override\n  public void deposit(int amount) { balance += amount; }\n}\ninterface Ledger { void post(); }\nenum E { A, B }\nrecord R(int a) {}\n@interface Mark { String value(); }\n',
    [
      '+class Account:4',
      'field balance@Account:5',
      '+constructor Account@Account:6',
      '+method deposit@Account:8',
      'interface Ledger:10',
      'method post@Ledger:10',
      'enum E:11',
      'enum_member A@E:11',
      'enum_member B@E:11',
      'class R:12',
      'interface Mark:13',
      'method value@Mark:13',
    ],
  ],
  [
    'a.c',
    '#include <stdio.h>\n#define MAX 10\nstruct node { int value; struct node *next; };\ntypedef int (*callback)(int);\nenum color { RED };\nstatic int counter = 0;\nint proto(int a);\nstatic int\nadd(int a, int b) { int local = 1; return a; }\nchar **names(void) { return 0; }\n',
    [
      '+macro MAX:2',
      '+struct node:3',
      '+field value@node:3',
      '+field next@node:3',
      '+type callback:4',
      '+enum color:5',
      '+enum_member RED@color:5',
      'variable counter:6',
      '+function proto:7',
      'function add:9',
      '+function names:10',
    ],
  ],
  [
    'a.cpp',
    'namespace geo {\ntemplate <typename T>\nclass Circle : public Base {\n public:\n  Circle(int r);\n  ~Circle();\n  double area() const { return 3.0; }\n  Circle& operator=(const Circle& o);\n  T* data;\n};\nusing Id = int;\n}\nvoid geo::Circle::draw() { int x(3); }\nint main() { return 0; }\n',
    [
      '+namespace geo:1',
      '+class Circle@geo:3',
      '+constructor Circle@Circle:5',
      '+method ~Circle@Circle:6',
      '+method area@Circle:7',
      '+method operator=@Circle:8',
      '+field data@Circle:9',
      '+type Id@geo:11',
      '+method draw@Circle:13',
      '+function main:14',
    ],
  ],
  ['a.h', '#pragma once\nclass Shape {\n public:\n  int sides();\n};\n', ['+class Shape:2', '+method sides@Shape:4']],
  [
    'a.cs',
    'namespace Demo {\n  [Serializable]\n  public class Invoice {\n    private int total;\n    public int Total { get; set; }\n    public Invoice() { }\n    public decimal Sum() { return 0; }\n  }\n  interface IThing { decimal Sum(); }\n  enum Color { Red }\n  public struct P { public int X; }\n}\n',
    [
      '+namespace Demo:1',
      '+class Invoice@Demo:3',
      'field total@Invoice:4',
      '+property Total@Invoice:5',
      '+constructor Invoice@Invoice:6',
      '+method Sum@Invoice:7',
      'interface IThing@Demo:9',
      'method Sum@IThing:9',
      'enum Color@Demo:10',
      'enum_member Red@Color:10',
      '+struct P@Demo:11',
      '+field X@P:11',
    ],
  ],
  [
    'scoped.cs',
    'using System;\nnamespace Demo.Api;\npublic record Point(int X);\npublic record struct Size(int W);\npublic class Box(int w) {\n  public int W => w;\n}\n',
    ['+namespace Demo.Api:2', '+class Point:3', '+class Size:4', '+class Box:5', '+property W@Box:6'],
  ],
  [
    'chains.rs',
    'pub fn first(x: Option<u8>) -> u8 {\n    let Some(y) = x else {\n        return 0;\n    };\n    if let Some(z) = x && z > 1 { z } else { y }\n}\npub fn second() {}\n',
    ['+function first:1', '+function second:7'],
  ],
  [
    'a.rb',
    'class Shop::Basket < Base\n  MAX = 3\n  def initialize(x)\n  end\n  def total\n    0\n  end\n  def self.build = 1\nend\nmodule Util\nend\ndef helper(x)\n  x\nend\n',
    [
      '+class Basket:1',
      '+constant MAX@Basket:2',
      '+constructor initialize@Basket:3',
      '+method total@Basket:5',
      '+method build@Basket:8',
      '+module Util:10',
      '+function helper:12',
    ],
  ],
  [
    'a.php',
    "<?php\nnamespace App;\n#[Attr]\nfinal class Mailer extends Base {\n  const MAX = 3;\n  private string $to = 'x';\n  public function __construct(private Db $db) {}\n  protected function send($to) { return true; }\n}\nfunction helper() { return 1; }\ninterface I { function x(); }\nenum Suit: string { case Hearts = 'H'; }\ntrait T {}\n",
    [
      '+namespace App:2',
      '+class Mailer:4',
      '+constant MAX@Mailer:5',
      'property to@Mailer:6',
      '+constructor __construct@Mailer:7',
      'method send@Mailer:8',
      '+function helper:10',
      '+interface I:11',
      '+method x@I:11',
      '+enum Suit:12',
      '+enum_member Hearts@Suit:12',
      '+trait T:13',
    ],
  ],
  [
    'a.sh',
    '#!/usr/bin/env bash\ndeploy() {\n  local x=1\n}\nfunction other { :; }\nNAME=value\nexport path=x\n',
    ['+function deploy:2', '+function other:5', '+constant NAME:6', '+variable path:7'],
  ],
  ['a.yaml', 'services:\n  "web":\n    image: x\nversion: 3\n', ['+key services:1', '+key web@services:2', '+key version:4']],
  ['a.json', '{"name": "x", "scripts": {"build": "y", "deep": {"z": 1}}}', ['+key name:1', '+key scripts:1', '+key build@scripts:1', '+key deep@scripts:1']],
  [
    'a.tf',
    'variable "region" { default = "eu" }\nresource "aws_instance" "web" {\n  ami = var.region\n}\nmodule "net" { source = "./net" }\nlocals { a = 1 }\n',
    ['+variable region:1', '+resource web@aws_instance:2', '+module net:5', '+namespace locals:6', '+variable a@locals:6'],
  ],
  ['a.md', '# Title\n\ntext\n\n## `Sub` [x]\n\nNext\n----\n', ['+heading Title:1', '+heading `Sub` [x]@Title:5', '+heading Next@`Sub` [x]:7']],
  ['a.html', '<html><body id="main"><h1 class="x">Hello</h1></body></html>', ['+element main:1', '+heading Hello:1']],
  [
    'a.css',
    ':root { --main: red; }\n.a, .b > c { color: red; }\n@keyframes spin { from { top: 0 } }\n',
    ['+selector :root:1', '+variable --main@:root:1', '+selector .a:2', '+selector .b > c:2', '+selector spin:3'],
  ],
];

it.each(TABLE)('%s', async (path, text, symbols) => {
  expect(await outline(path, text)).toEqual(symbols);
});

it('gives signatures on one line, the first line of documentation and where the declaration begins', async () => {
  const python = await analyzer.analyze('a.py', '# About\n@cache\ndef f(\n    a,\n) -> int:\n    """Adds things.\n\n    More."""\n    return 1\n');
  expect(python?.symbols[0]).toMatchObject({ name: 'f', line: 3, start_line: 2, end_line: 9, signature: 'def f( a, ) -> int', doc: 'Adds things.' });
  const script = await analyzer.analyze(
    'a.ts',
    'let x = 1; // not this\n/**\n * Loads it.\n * @returns more\n */\nexport async function load(a: string): Promise<void> {\n}\n',
  );
  expect(script?.symbols[1]).toMatchObject({ line: 6, end_line: 7, signature: 'export async function load(a: string): Promise<void>', doc: 'Loads it.' });
  const rust = await analyzer.analyze('a.rs', '/// A point.\n/// More.\n#[derive(Debug)]\npub struct P;\n');
  expect(rust?.symbols[0]).toMatchObject({ line: 4, start_line: 3, signature: 'pub struct P', doc: 'A point.' });
  const go = await analyzer.analyze('a.go', 'package a\n\n// license\n\n// Run runs.\nfunc Run() {}\n');
  expect(go?.symbols[0]?.doc).toBe('Run runs.');
});

it('counts decisions and nesting; else-if does not nest deeper', async () => {
  const analysis = await analyzer.analyze(
    'a.ts',
    'function f(a, b) {\n  if (a && b) { for (;;) {} } else if (b) { return 1 } else if (a) {}\n  return a ? 1 : [1].map((x) => { if (x) return 1; });\n}\nfunction g() {}\n',
  );
  expect(analysis?.functions).toMatchObject([
    { name: 'f', complexity: 8, nesting: 2 },
    { name: 'g', complexity: 1, nesting: 0 },
  ]);
});

it('finds references in code only, not in comments, strings or definitions', async () => {
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test is JavaScript
    "import { helper } from './helper.js';\n// helper\nconst s = 'helper' + `helper ${helper}`;\nfunction other() { return helper(1) + helper(2); }\n/helper/.test(s);\n";
  const analysis = await analyzer.analyze('a.js', text);
  expect(analysis?.references.find((reference) => reference.name === 'helper')?.lines).toEqual([1, 3, 4]);
  expect(analysis?.references.some((reference) => ['other', 'return', 'const'].includes(reference.name))).toBe(false);
});

it('counts syntax errors and goes on', async () => {
  const analysis = await analyzer.analyze('a.py', 'def good():\n    pass\n\ndef bad(:\n    pass\n');
  expect(analysis?.errors).toBeGreaterThan(0);
  expect(analysis?.errorLines).toContain(4);
  expect(analysis?.symbols[0]?.name).toBe('good');
});

it('knows files by extension, name, #! line and, for C++ headers, text', async () => {
  const language = async (path: string, text = ''): Promise<string | undefined> => (await analyzer.analyze(path, text))?.language;
  expect(await language('x/Rakefile')).toBe('ruby');
  expect(await language('bin/tool', '#!/usr/bin/env -S python3 -u\n')).toBe('python');
  expect(await language('bin/run', '#!/bin/sh\n')).toBe('bash');
  expect(await language('a.h', 'int f(void);\n')).toBe('c');
  expect(await language('notes.txt', 'hello')).toBeUndefined();
});
