import { dirname } from 'node:path';
import { asPattern, type Framework, optional, pathWords, type TestRequest } from './framework.js';
import { readCargo, readGo, readGradle, readMaven } from './read-compiled.js';
import { readRspec } from './read-rspec.js';

/** Rust, Go, Java and Ruby: one file of the project tells. */
export const OTHER_FRAMEWORKS: readonly Framework[] = [
  {
    name: 'cargo',
    detect: (project) => project.has('Cargo.toml'),
    command: (_project, request) => ['cargo', 'test', '--no-fail-fast', '--color=never', ...cargoTarget(request.path), ...optional('--', request.filter)],
    read: readCargo,
  },
  {
    name: 'go',
    detect: (project) => project.has('go.mod'),
    command: (_project, request) => ['go', 'test', '-json', ...optional('-run=', goPattern(request.filter)), goPackages(request)],
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
      ...pathWords(request),
    ],
    read: readRspec,
  },
];

/** Go's -run splits at `/` and knows names with underscores for spaces. */
function goPattern(filter: string | undefined): string | undefined {
  return asPattern(filter)?.replaceAll(' ', '_');
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
