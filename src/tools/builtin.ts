import type { Tool } from '../contract/tool.js';
import { agent } from './agent/agent.js';
import { architecture } from './analysis/architecture.js';
import { complexity } from './analysis/complexity.js';
import { dependencies } from './analysis/dependencies.js';
import { findReferences } from './analysis/find-references.js';
import { todos } from './analysis/todos.js';
import { jsonYaml } from './data/json-yaml.js';
import { notebookEdit, notebookRead } from './data/notebooks.js';
import { diff } from './files/diff.js';
import { edit } from './files/edit.js';
import { fileOps } from './files/file-ops.js';
import { ls } from './files/ls.js';
import { read } from './files/read.js';
import { text } from './files/text.js';
import { write } from './files/write.js';
import { GIT_TOOLS } from './git/index.js';
import { recall, remember, think } from './memory/memory.js';
import { plan } from './memory/plan.js';
import { findSymbol } from './search/find-symbol.js';
import { glob } from './search/glob.js';
import { grep } from './search/grep.js';
import { bash } from './shell/bash.js';
import { env } from './system/env.js';
import { ping } from './system/ping.js';
import { processes } from './system/processes.js';
import { which } from './system/which.js';
import { runTests } from './test/run-tests.js';
import { fetchTool } from './web/fetch.js';

/** Every tool of ours, one line each; the core set first, in the order the model sees it. */
export const builtinTools: readonly Tool[] = [
  // core
  read,
  edit,
  write,
  ls,
  glob,
  grep,
  findSymbol,
  bash,
  // files
  fileOps,
  diff,
  text,
  ...GIT_TOOLS,
  // analysis
  findReferences,
  dependencies,
  complexity,
  todos,
  architecture,
  // test
  runTests,
  // data
  jsonYaml,
  notebookRead,
  notebookEdit,
  // system
  env,
  processes,
  which,
  ping,
  // web
  fetchTool,
  // memory
  remember,
  recall,
  think,
  plan,
  // agent
  agent,
];
