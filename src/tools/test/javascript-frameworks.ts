import { asPattern, type Framework, optional, pathWords } from './framework.js';
import type { Project } from './project.js';
import { readJest, readMocha } from './read-javascript.js';
import { readTap } from './read-tap.js';

export const JAVASCRIPT_FRAMEWORKS: readonly Framework[] = [
  {
    name: 'vitest',
    detect: (project) => usesNode(project, 'vitest', /^vitest\.(config|workspace)\./),
    command: (project, request) => [
      ...project.nodeProgram('vitest'),
      'run',
      '--reporter=json',
      ...optional('--testNamePattern=', asPattern(request.filter)),
      ...pathWords(request),
    ],
    read: readJest,
  },
  {
    name: 'jest',
    detect: (project) => usesNode(project, 'jest', /^jest\.config\./) || /"jest"\s*:\s*\{/.test(project.text('package.json')),
    command: (project, request) => [
      ...project.nodeProgram('jest'),
      '--json',
      '--watchAll=false',
      '--testLocationInResults',
      ...optional('--testNamePattern=', asPattern(request.filter)),
      ...pathWords(request),
    ],
    read: readJest,
  },
  {
    name: 'mocha',
    detect: (project) => usesNode(project, 'mocha', /^\.mocharc\./),
    command: (project, request) => [
      ...project.nodeProgram('mocha'),
      '--no-watch',
      '--reporter=json',
      ...optional('--fgrep=', request.filter),
      ...(request.directory ? ['--recursive'] : []),
      ...pathWords(request),
    ],
    read: readMocha,
  },
  {
    name: 'node',
    detect: (project) => /node\s[^|&;]*--test/.test(project.packageJson().test) || (project.has('package.json') && nodeTestFiles(project, '').length > 0),
    command: (project, request) => [
      'node',
      ...scriptFlags(project),
      '--test',
      '--test-reporter=tap',
      ...optional('--test-name-pattern=', asPattern(request.filter)),
      ...(request.directory ? nodeTestFiles(project, request.path ?? '') : pathWords(request)),
    ],
    read: readTap,
  },
];

/** The test script of package.json decides; where it names none, a dependency or a configuration file does. */
function usesNode(project: Project, name: string, configs: RegExp): boolean {
  const { test, dependencies } = project.packageJson();
  if (new RegExp(`(^|[\\s/])${name}(\\s|$)`).test(test)) return true;
  if (/(^|[\s/])(vitest|jest|mocha)(\s|$)|node\s[^|&;]*--test/.test(test)) return false;
  return dependencies.includes(name) || project.names().some((each) => configs.test(each));
}

/** Names that `node --test` itself looks for (node:test, "Running tests from the command line"). */
function nodeTestFiles(project: Project, folder: string, depth = 0): string[] {
  if (depth > 6) return [];
  return project.names(folder).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name === 'node_modules' || name.startsWith('.')) return [];
    if (/(^test|[._-]test|^test-.*)\.[cm]?[jt]s$/.test(name)) return usesNodeTest(project.text(path)) ? [path] : [];
    if (/^(test|tests|__tests__|src|lib|packages)$/.test(name) || depth > 0 || folder !== '') {
      if (/\.[cm]?[jt]s$/.test(name)) return usesNodeTest(project.text(path)) ? [path] : [];
      return name.includes('.') ? [] : nodeTestFiles(project, path, depth + 1);
    }
    return [];
  });
}

function usesNodeTest(text: string): boolean {
  return /['"]node:test['"]/.test(text);
}

/** `node --import tsx --test` of the package's own script keeps its loader. */
function scriptFlags(project: Project): string[] {
  const script = /^\s*node\s+([^|&;<>$`'"\\]*?)\s*--test\b/.exec(project.packageJson().test)?.[1] ?? '';
  return script.split(/\s+/).filter((flag) => flag !== '');
}
