import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readCargo, readGo, readGradle, readMaven, readRspec } from './read-compiled.js';
import { readJest, readMocha } from './read-javascript.js';
import { readPytest, readUnittest } from './read-python.js';
import { readTap } from './read-tap.js';
import type { ReadReport } from './report.js';

export const FRAMEWORKS = ['vitest', 'jest', 'mocha', 'node', 'pytest', 'unittest', 'go', 'cargo', 'maven', 'gradle', 'rspec'] as const;
export type FrameworkName = (typeof FRAMEWORKS)[number];

/** What a call asks for. `path` is relative to the project folder with `/`. */
interface TestRequest {
  path?: string;
  directory: boolean;
  filter?: string;
}

export interface Framework {
  name: FrameworkName;
  /** Does this folder look like a project of it? */
  detect(project: Project): boolean;
  /** argv, first the program. Never a shell, never a watch mode. */
  command(project: Project, request: TestRequest): string[];
  read: ReadReport;
}

/** One folder with a project file, read from disk. */
export class Project {
  private texts = new Map<string, string>();
  constructor(readonly folder: string) {}

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  text(path: string): string {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    let text = '';
    try {
      const file = join(this.folder, path);
      if (statSync(file).size < 1_000_000) text = readFileSync(file, 'utf8');
    } catch {
      // A missing file says nothing.
    }
    this.texts.set(path, text);
    return text;
  }

  names(folder = ''): string[] {
    try {
      return readdirSync(join(this.folder, folder));
    } catch {
      return [];
    }
  }

  /** `scripts.test` of package.json and the names of all its dependencies. */
  packageJson(): { test: string; dependencies: string[] } {
    try {
      const json = JSON.parse(this.text('package.json'));
      return { test: String(json.scripts?.test ?? ''), dependencies: [...Object.keys(json.dependencies ?? {}), ...Object.keys(json.devDependencies ?? {})] };
    } catch {
      return { test: '', dependencies: [] };
    }
  }

  /** A program of node_modules here or above (workspaces), else through npx, which must not install anything. */
  nodeProgram(name: string): string[] {
    for (let folder = this.folder; ; folder = dirname(folder)) {
      const file = join(folder, 'node_modules', '.bin', name);
      if (existsSync(file)) return [relative(this.folder, file)];
      if (dirname(folder) === folder) return ['npx', '--no-install', name];
    }
  }

  /** The Python of a virtual environment in the folder, else the one on PATH. */
  python(): string {
    const places = ['.venv/bin/python', 'venv/bin/python', '.venv/Scripts/python.exe'];
    return places.find((place) => this.has(place)) ?? (process.platform === 'win32' ? 'python' : 'python3');
  }
}

const usesNode = (project: Project, name: string, configs: RegExp): boolean => {
  const { test, dependencies } = project.packageJson();
  if (new RegExp(`(^|[\\s/])${name}(\\s|$)`).test(test)) return true;
  // The test script of package.json names another runner: that one wins over a dependency.
  if (/(^|[\s/])(vitest|jest|mocha)(\s|$)|node\s[^|&;]*--test/.test(test)) return false;
  return dependencies.includes(name) || project.names().some((each) => configs.test(each));
};
const optional = (flag: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${flag}${flag.endsWith('=') ? value : ''}`, ...(flag.endsWith('=') ? [] : [value])];
const paths = (request: TestRequest): string[] => (request.path === undefined ? [] : [request.path]);
/** A path that begins with a dash is a path all the same. */
const plainPaths = (request: TestRequest): string[] => paths(request).map((path) => (path.startsWith('-') ? `./${path}` : path));
const PYTHON_PROJECT = /^(pytest\.ini|tox\.ini|conftest\.py|setup\.cfg|pyproject\.toml|setup\.py|requirements.*\.txt)$/;

export const FRAMEWORK_LIST: readonly Framework[] = [
  {
    name: 'vitest',
    detect: (project) => usesNode(project, 'vitest', /^vitest\.(config|workspace)\./),
    command: (project, request) => [
      ...project.nodeProgram('vitest'),
      'run',
      '--reporter=json',
      ...optional('--testNamePattern=', request.filter && escapePattern(request.filter)),
      ...plainPaths(request),
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
      ...optional('--testNamePattern=', request.filter && escapePattern(request.filter)),
      ...plainPaths(request),
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
      ...(request.filter === undefined ? [] : [`--fgrep=${request.filter}`]),
      ...(request.directory ? ['--recursive'] : []),
      ...plainPaths(request),
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
      ...(request.filter === undefined ? [] : [`--test-name-pattern=${escapePattern(request.filter)}`]),
      ...(request.directory ? nodeTestFiles(project, request.path ?? '') : plainPaths(request)),
    ],
    read: readTap,
  },
  {
    name: 'cargo',
    detect: (project) => project.has('Cargo.toml'),
    command: (_project, request) => ['cargo', 'test', '--no-fail-fast', '--color=never', ...cargoTarget(request.path), ...optional('--', request.filter)],
    read: readCargo,
  },
  {
    name: 'go',
    detect: (project) => project.has('go.mod'),
    command: (_project, request) => [
      'go',
      'test',
      '-json',
      ...(request.filter === undefined ? [] : [`-run=${goPattern(request.filter)}`]),
      goPackages(request),
    ],
    read: readGo,
  },
  {
    name: 'maven',
    detect: (project) => project.has('pom.xml'),
    command: (project, request) => [
      project.has('mvnw') ? './mvnw' : 'mvn',
      '-B',
      '-ntp',
      ...((request.filter ?? javaClass(request.path))
        ? [`-Dtest=${request.filter ?? javaClass(request.path)}`, '-Dsurefire.failIfNoSpecifiedTests=false']
        : []),
      'test',
    ],
    read: readMaven,
  },
  {
    name: 'gradle',
    detect: (project) => ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'].some((name) => project.has(name)),
    command: (project, request) => [
      project.has('gradlew') ? './gradlew' : 'gradle',
      'test',
      '--console=plain',
      ...((request.filter ?? javaClass(request.path)) ? ['--tests', `*${request.filter ?? javaClass(request.path)}*`] : []),
    ],
    read: readGradle,
  },
  {
    name: 'rspec',
    detect: (project) => project.has('.rspec') || project.has('spec/spec_helper.rb') || /\brspec/.test(project.text('Gemfile')),
    command: (project, request) => [
      ...(project.has('Gemfile') ? ['bundle', 'exec', 'rspec'] : ['rspec']),
      '--format=json',
      '--no-color',
      ...optional('--example', request.filter),
      ...plainPaths(request),
    ],
    read: readRspec,
  },
  {
    name: 'pytest',
    detect: (project) =>
      project.has('pytest.ini') ||
      project.has('conftest.py') ||
      project.has('tests/conftest.py') ||
      /\bpytest\b/.test(
        ['pyproject.toml', 'setup.cfg', 'tox.ini', 'setup.py', ...project.names().filter((name) => /^requirements.*\.txt$/.test(name))]
          .map((name) => project.text(name))
          .join('\n'),
      ) ||
      pythonTests(project).some((text) => /^\s*(import pytest|from pytest)|^def test_/m.test(text)),
    command: (project, request) => [
      project.python(),
      '-m',
      'pytest',
      '-q',
      '--tb=short',
      '-rfE',
      '--color=no',
      '-p',
      'no:cacheprovider',
      ...optional('-k', request.filter),
      ...plainPaths(request),
    ],
    read: readPytest,
  },
  {
    name: 'unittest',
    detect: (project) => pythonTests(project).some((text) => /\bunittest\b/.test(text)) || project.names().some((name) => PYTHON_PROJECT.test(name)),
    command: (project, request) => {
      const file = request.path !== undefined && !request.directory;
      const filter = optional('-k', request.filter);
      if (file) return [project.python(), '-m', 'unittest', ...filter, request.path?.replace(/\.py$/, '').replaceAll('/', '.') ?? ''];
      const start =
        request.path ?? ['tests', 'test'].find((name) => project.has(`${name}/__init__.py`) || project.names(name).some((each) => /^test.*\.py$/.test(each)));
      const top = start !== undefined && !project.has(`${start}/__init__.py`) ? [] : ['-t', '.'];
      return [project.python(), '-m', 'unittest', 'discover', ...(start === undefined ? [] : ['-s', start, ...top]), ...filter];
    },
    read: readUnittest,
  },
];

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

function pythonTests(project: Project): string[] {
  return ['', 'tests', 'test'].flatMap((folder) =>
    project
      .names(folder)
      .filter((name) => /^test_.*\.py$|_test\.py$/.test(name))
      .slice(0, 20)
      .map((name) => project.text(folder === '' ? name : `${folder}/${name}`)),
  );
}

/** The filter is plain words; the runner takes a regular expression. */
function escapePattern(filter: string): string {
  return filter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Go's -run splits at `/` and knows names with underscores for spaces. */
function goPattern(filter: string): string {
  return escapePattern(filter).replaceAll(' ', '_');
}

function goPackages({ path, directory }: TestRequest): string {
  if (path === undefined) return './...';
  if (directory) return `./${path}/...`;
  const folder = dirname(path);
  return folder === '.' ? '.' : `./${folder}`;
}

/** An integration test is a target of its own; other files are chosen by the module in a test's name. */
function cargoTarget(path: string | undefined): string[] {
  const name = /^tests\/([\w-]+)\.rs$/.exec(path ?? '')?.[1];
  return name === undefined ? [] : ['--test', name];
}

function javaClass(path: string | undefined): string | undefined {
  return /([\w$]+)\.(?:java|kt|groovy)$/.exec(path ?? '')?.[1];
}
