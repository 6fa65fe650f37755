import { expect, it } from 'vitest';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { createImportResolver } from '../../src/languages/imports.js';

const analyzer = createAnalyzer();

/** `source -> file, file` of each import of `from`, in a project given as path -> text. */
async function importsOf(from: string, project: Record<string, string>): Promise<string[]> {
  const analysis = await analyzer.analyze(from, project[from] ?? '');
  if (!analysis) throw new Error(`no language for ${from}`);
  const resolver = createImportResolver(Object.keys(project), (path) => project[path]);
  return resolver.resolve(from, analysis.language, analysis.imports).map((item) => `${item.source} -> ${(item.files ?? [item.resolved ?? '']).join(', ')}`);
}

const TABLE: Array<[title: string, from: string, project: Record<string, string>, imports: string[]]> = [
  [
    'JavaScript: relative paths, endings, folders, require, re-export, dynamic',
    'src/a.js',
    {
      'src/a.js':
        "import x, { y } from './b.js';\nexport * from './c';\nconst d = require('../lib/d');\nimport('./e/index.js');\nimport 'node:fs';\nimport './gone.js';\n",
      'src/b.js': '',
      'src/c/index.ts': '',
      'lib/d.cjs': '',
      'src/e/index.js': '',
    },
    ['./b.js -> src/b.js', './c -> src/c/index.ts', '../lib/d -> lib/d.cjs', './e/index.js -> src/e/index.js', 'node:fs -> ', './gone.js -> '],
  ],
  [
    'TypeScript: .js means .ts; tsconfig paths through extends; baseUrl',
    'app/src/a.ts',
    {
      'app/src/a.ts': "import type { B } from './b.js';\nimport { c } from '@/c';\nimport d from 'util/d';\n",
      'app/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      'tsconfig.base.json': '{ // shared\n "compilerOptions": { "baseUrl": "app/src", "paths": { "@/*": ["./*"], }, }, }',
      'app/src/b.ts': '',
      'app/src/c.tsx': '',
      'app/src/util/d.ts': '',
    },
    ['./b.js -> app/src/b.ts', '@/c -> app/src/c.tsx', 'util/d -> app/src/util/d.ts'],
  ],
  [
    'TypeScript: packages of the workspace with exports, built files mapped to sources, #imports',
    'packages/app/src/a.ts',
    {
      'packages/app/package.json': '{ "name": "app", "imports": { "#lib/*": "./src/lib/*.ts" } }',
      'packages/app/src/a.ts': "import '@acme/core';\nimport '@acme/core/util/x';\nimport '#lib/y';\nimport 'zod';\n",
      'packages/app/src/lib/y.ts': '',
      'packages/core/package.json': '{ "name": "@acme/core", "exports": { ".": { "import": "./dist/main.js" }, "./util/*": "./dist/util/*.js" } }',
      'packages/core/src/main.ts': '',
      'packages/core/src/util/x.ts': '',
    },
    ['@acme/core -> packages/core/src/main.ts', '@acme/core/util/x -> packages/core/src/util/x.ts', '#lib/y -> packages/app/src/lib/y.ts', 'zod -> '],
  ],
  [
    'Python: packages, relative, names that are modules, src layout',
    'src/pkg/sub/main.py',
    {
      'src/pkg/sub/main.py':
        'import os\nfrom . import near, CONST\nfrom ..util import f\nfrom pkg.core import (engine,\n    other as o)\nimport pkg.util as u\nfrom ... import nothing\n',
      'src/pkg/__init__.py': '',
      'src/pkg/util.py': '',
      'src/pkg/sub/__init__.py': '',
      'src/pkg/sub/near.py': '',
      'src/pkg/core/__init__.py': '',
      'src/pkg/core/engine.py': '',
    },
    [
      'os -> ',
      '. -> src/pkg/sub/near.py, src/pkg/sub/__init__.py',
      '..util -> src/pkg/util.py',
      'pkg.core -> src/pkg/core/engine.py, src/pkg/core/__init__.py',
      'pkg.util -> src/pkg/util.py',
      '... -> ',
    ],
  ],
  [
    'Go: folders below the module of go.mod, tests left out',
    'cmd/main.go',
    {
      'go.mod': 'module example.org/tool\n',
      'cmd/main.go': 'package main\nimport (\n  "fmt"\n  s "example.org/tool/internal/store"\n)\n',
      'internal/store/db.go': '',
      'internal/store/store.go': '',
      'internal/store/store_test.go': '',
    },
    ['fmt -> ', 'example.org/tool/internal/store -> internal/store/store.go, internal/store/db.go'],
  ],
  [
    'Rust: crate, self, super, mod, crates of the workspace; super inside an inner module is the file itself',
    'crates/app/src/a/b.rs',
    {
      'crates/app/Cargo.toml': '[package]\nname = "app"\n',
      'crates/app/src/lib.rs': '',
      'crates/app/src/a/mod.rs': '',
      'crates/app/src/a/b.rs': 'use std::fs;\nuse crate::x::{self, Y};\nuse super::c::D;\nmod inner_file;\nuse my_core::io::*;\nmod tests { use super::*; }\n',
      'crates/app/src/a/b/inner_file.rs': '',
      'crates/app/src/a/c.rs': '',
      'crates/app/src/x.rs': '',
      'crates/core/Cargo.toml': '[package]\nname = "my-core"\n',
      'crates/core/src/lib.rs': '',
      'crates/core/src/io.rs': '',
    },
    [
      'std::fs -> ',
      'crate::x -> crates/app/src/x.rs',
      'crate::x::Y -> crates/app/src/x.rs',
      'super::c::D -> crates/app/src/a/c.rs',
      'self::inner_file -> crates/app/src/a/b/inner_file.rs',
      'my_core::io::* -> crates/core/src/io.rs',
    ],
  ],
  [
    'Java: classes, static members, whole packages',
    'src/main/java/a/A.java',
    {
      'src/main/java/a/A.java': 'package a;\nimport java.util.List;\nimport a.b.C;\nimport static a.b.C.make;\nimport a.d.*;\n',
      'src/main/java/a/b/C.java': '',
      'src/main/java/a/d/E.java': '',
      'src/main/java/a/d/F.java': '',
    },
    [
      'java.util.List -> ',
      'a.b.C -> src/main/java/a/b/C.java',
      'a.b.C.make -> src/main/java/a/b/C.java',
      'a.d.* -> src/main/java/a/d/E.java, src/main/java/a/d/F.java',
    ],
  ],
  [
    'C: beside, and by the end of the path',
    'src/a.c',
    { 'src/a.c': '#include "b.h"\n#include <lib/c.h>\n#include <stdio.h>\n', 'src/b.h': '', 'include/lib/c.h': '' },
    ['b.h -> src/b.h', 'lib/c.h -> include/lib/c.h', 'stdio.h -> '],
  ],
  [
    'Ruby',
    'lib/a.rb',
    { 'lib/a.rb': "require 'json'\nrequire_relative 'a/b'\nrequire 'a/c'\n", 'lib/a/b.rb': '', 'lib/a/c.rb': '' },
    ['json -> ', './a/b -> lib/a/b.rb', 'a/c -> lib/a/c.rb'],
  ],
  [
    'PHP',
    'src/A.php',
    {
      'src/A.php': "<?php\nuse App\\Core\\{Db, Log as L};\nuse Vendor\\X;\nrequire __DIR__ . '/b.php';\n",
      'src/Core/Db.php': '',
      'src/Core/Log.php': '',
      'src/b.php': '',
    },
    ['App\\Core\\Db -> src/Core/Db.php', 'App\\Core\\Log -> src/Core/Log.php', 'Vendor\\X -> ', './b.php -> src/b.php'],
  ],
  ['C#', 'App/A.cs', { 'App/A.cs': 'using System;\nusing App.Core;\n', 'App/Core/B.cs': '' }, ['System -> ', 'App.Core -> App/Core/B.cs']],
  [
    'Bash',
    'bin/a.sh',
    { 'bin/a.sh': 'source ./lib.sh\n. "$(dirname "$0")/other.sh"\n. "$DIR/../x.sh"\n', 'bin/lib.sh': '', 'bin/other.sh': '', 'x.sh': '' },
    ['./lib.sh -> bin/lib.sh', '$(dirname "$0")/other.sh -> bin/other.sh', '$DIR/../x.sh -> x.sh'],
  ],
  [
    'Terraform',
    'main.tf',
    { 'main.tf': 'module "net" {\n  source = "./net"\n}\n', 'net/vars.tf': '', 'net/main.tf': '' },
    ['./net -> net/main.tf, net/vars.tf'],
  ],
  [
    'HTML and CSS',
    'web/a.html',
    { 'web/a.html': '<link href="a.css"><script src="./a.js"></script>', 'web/a.css': '', 'web/a.js': '' },
    ['a.css -> web/a.css', './a.js -> web/a.js'],
  ],
];

it.each(TABLE)('%s', async (_title, from, project, imports) => {
  expect(await importsOf(from, project)).toEqual(imports);
});
