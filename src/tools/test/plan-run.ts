import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { Framework, FrameworkName } from './framework.js';
import { FRAMEWORK_LIST } from './frameworks.js';
import { Project } from './project.js';

export interface TestArgs {
  path?: string | undefined;
  filter?: string | undefined;
  framework?: FrameworkName | undefined;
}

export interface TestPlan {
  framework: Framework;
  /** The project folder the runner starts in, absolute. */
  folder: string;
  argv: string[];
}

/**
 * What a call will run: the nearest project folder from the path up to the root whose files name a framework. Throws
 * `not_found` when no framework or no such path is there.
 */
export function planRun(args: TestArgs, root: string, cwd: string): TestPlan {
  const target = args.path === undefined ? undefined : resolve(cwd, args.path);
  if (target !== undefined && !existsSync(target)) throw new ToolError('not_found', `${args.path}: there is no such file or folder`);
  const directory = target === undefined || statSync(target).isDirectory();
  const start = target === undefined ? cwd : directory ? target : dirname(target);
  for (const folder of upward(start, root).filter((each) => each === root || isProject(each))) {
    const project = new Project(folder);
    const framework = FRAMEWORK_LIST.find((each) => (args.framework === undefined || each.name === args.framework) && each.detect(project));
    if (framework) return plan(framework, project, target, directory, args.filter);
  }
  const forced = FRAMEWORK_LIST.find((each) => each.name === args.framework);
  if (forced) return plan(forced, new Project(root), target, directory, args.filter);
  throw new ToolError(
    'not_found',
    `No test framework found from ${relative(root, start) || '.'} upward (looked for ${FRAMEWORK_LIST.map((each) => each.name).join(', ')}). Name one with framework.`,
  );
}

const PROJECT_FILE =
  /^(package\.json|Cargo\.toml|go\.mod|pom\.xml|(build|settings)\.gradle(\.kts)?|pyproject\.toml|setup\.(py|cfg)|pytest\.ini|tox\.ini|Gemfile|\.rspec)$/;

function isProject(folder: string): boolean {
  return new Project(folder).names().some((name) => PROJECT_FILE.test(name));
}

function plan(framework: Framework, project: Project, target: string | undefined, directory: boolean, filter: string | undefined): TestPlan {
  const below = target === undefined ? '' : relative(project.folder, target).split(sep).join('/');
  const request = { directory, ...(below === '' ? {} : { path: below }), ...(filter === undefined ? {} : { filter }) };
  return { framework, folder: project.folder, argv: framework.command(project, request) };
}

function upward(start: string, root: string): string[] {
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === root || dirname(folder) === folder || !folder.startsWith(root)) return folders;
  }
}

/** The argv as a command line a person and the judge can read; nothing is run through a shell. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
