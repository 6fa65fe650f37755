import { type Framework, optional, pathWords } from './framework.js';
import type { Project } from './project.js';
import { readPytest, readUnittest } from './read-python.js';

const PYTHON_PROJECT = /^(pytest\.ini|tox\.ini|conftest\.py|setup\.cfg|pyproject\.toml|setup\.py|requirements.*\.txt)$/;

export const PYTHON_FRAMEWORKS: readonly Framework[] = [
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
      ...pathWords(request),
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

function pythonTests(project: Project): string[] {
  return ['', 'tests', 'test'].flatMap((folder) =>
    project
      .names(folder)
      .filter((name) => /^test_.*\.py$|_test\.py$/.test(name))
      .slice(0, 20)
      .map((name) => project.text(folder === '' ? name : `${folder}/${name}`)),
  );
}
