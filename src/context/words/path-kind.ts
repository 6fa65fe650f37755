/** What a path says about a file's role. */
export interface PathKind {
  /** Written by people in a programming language. */
  source: boolean;
  test: boolean;
  /** Documentation, or an example. */
  doc: boolean;
  /** Settings, lock files, build files. */
  config: boolean;
  /** Made by a program, or copied from another project. */
  generated: boolean;
}

// Thousands of paths are judged before the first request: sets and the last folder's kind answer for most of them. Regular expressions, which take
// milliseconds to compile, look at names only that have a telling word in them.
const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const SOURCE = set(
  'py pyi ts cts mts tsx ctsx mtsx js cjs mjs jsx cjsx mjsx go rs java kt kts scala c h cc cpp cxx hpp hh cu cuh m mm cs rb php swift sh bash zsh lua vue ' +
    'svelte zig ex exs dart hs ml clj erl tf hcl pl r jl groovy gradle',
);
const DOC = set('md mdx markdown rst txt adoc tex org 1');
const CONFIG = set('json jsonc json5 yml yaml toml ini cfg conf lock xml properties csv tsv snap sum mod');
const CONFIG_NAMES = set('setup.py noxfile.py conftest.py build.rs');
const CONFIG_SCRIPT = /(?:\.config|rc)\.[cm]?[jt]s$/i;

const GENERATED_FOLDERS = set('generated vendor third_party thirdparty node_modules dist target deno_dist __snapshots__');
const LOCK_FILES = set('package-lock.json yarn.lock pnpm-lock.yaml cargo.lock go.sum poetry.lock uv.lock');
const GENERATED_NAME = /\.(?:min|bundle|generated|gen)\.|[._]pb\.(?:go|[ch]+)$|_pb2(?:_grpc)?\.pyi?$|_generated\./;
const MAYBE_GENERATED = ['.min.', '.bundle.', 'generated', '.gen.', 'pb.', '_pb2'];

const TEST_FOLDERS = set(
  '__tests__ __fixtures__ __mocks__ __snapshots__ testdata test-data test_data spec specs e2e fixture fixtures mock mocks testing snapshots testutil ' +
    'testutils eval evals bench benches benchmark benchmarks acceptance',
);
const TEST_NAME =
  /^test_.*\.py$|_tests?\.(?:py|go|rs|cc|cpp|c|rb)$|[._-](?:test|tests|spec|e2e|test-d|bench|stories)\.[cm]?[jt]sx?$|^conftest\.py$|^tests?\.(?:rs|py|js|ts)$|^Test[A-Z].*\.(?:java|kt)$|(?:Test|Tests|TestCase|IT|Spec)\.(?:java|kt|scala|cs|php|swift)$|_spec\.rb$/;
const MAYBE_TEST = ['test', 'Test', 'spec', 'Spec', 'e2e', 'bench', 'stories', 'IT.'];

const DOC_FOLDERS = set('doc docs documentation example examples website site www demo demos playground sample samples tutorial tutorials');

export function kindOfPath(path: string): PathKind {
  const slash = path.lastIndexOf('/');
  const folder = kindOfFolder(path.slice(0, Math.max(slash, 0)));
  const name = path.slice(slash + 1);
  const lower = name.toLowerCase();
  const extension = lower.slice(lower.lastIndexOf('.') + 1);
  const hasExtension = extension.length < lower.length;
  return {
    source: hasExtension && SOURCE.has(extension),
    test: folder.test || (MAYBE_TEST.some((word) => name.includes(word)) && TEST_NAME.test(name)),
    doc: folder.doc || (hasExtension && DOC.has(extension)),
    config: (hasExtension && CONFIG.has(extension)) || CONFIG_NAMES.has(lower) || (lower.startsWith('.') && lower !== '.') || isConfigScript(lower, extension),
    generated: folder.generated || LOCK_FILES.has(lower) || isGenerated(lower, extension),
  };
}

type FolderKind = Pick<PathKind, 'test' | 'doc' | 'generated'>;

const PLAIN_FOLDER: FolderKind = { test: false, doc: false, generated: false };
const REMEMBERED = 4_000;
const folders = new Map<string, FolderKind>();

/** What one of the folders above says holds for all below. Remembered: the same few folders are asked about all the time. */
function kindOfFolder(folder: string): FolderKind {
  if (folder === '') return PLAIN_FOLDER;
  const known = folders.get(folder);
  if (known) return known;
  const slash = folder.lastIndexOf('/');
  const above = slash < 0 ? PLAIN_FOLDER : kindOfFolder(folder.slice(0, slash));
  const name = folder.slice(slash + 1).toLowerCase();
  const kind = {
    test: above.test || TEST_FOLDERS.has(name) || hasTestWord(name),
    doc: above.doc || DOC_FOLDERS.has(name),
    generated: above.generated || GENERATED_FOLDERS.has(name) || isGenerated(`${name}/`, ''),
  };
  if (folders.size >= REMEMBERED) folders.clear();
  folders.set(folder, kind);
  return kind;
}

/** `tests`, `unit_tests`, `test-utils`. */
function hasTestWord(name: string): boolean {
  return name.includes('test') && name.split(/[-_]/).some((word) => word === 'test' || word === 'tests');
}

function isConfigScript(name: string, extension: string): boolean {
  return (extension.endsWith('js') || extension.endsWith('ts')) && CONFIG_SCRIPT.test(name);
}

function isGenerated(name: string, extension: string): boolean {
  return extension === 'map' || (MAYBE_GENERATED.some((word) => name.includes(word)) && GENERATED_NAME.test(name));
}
