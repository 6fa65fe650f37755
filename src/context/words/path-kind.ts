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

const SOURCE =
  /\.(?:py|pyi|[cm]?tsx?|[cm]?jsx?|go|rs|java|kts?|scala|c|h|cc|cpp|cxx|hpp|hh|cuh?|mm?|cs|rb|php|swift|sh|bash|zsh|lua|vue|svelte|zig|exs?|dart|hs|ml|clj|erl|tf|hcl|sql|pl|r|jl|groovy|gradle|css|scss|less|html?)$/i;
const MARKUP = /\.(?:css|scss|less|html?|sql)$/i;
const DOC = /\.(?:md|mdx|markdown|rst|txt|adoc|tex|org|1)$/i;
const CONFIG =
  /\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|lock|xml|properties|csv|tsv|snap|sum|mod)$|(?:^|\/)(?:[^/]*(?:\.config|rc)\.[cm]?[jt]s|setup\.py|noxfile\.py|conftest\.py|build\.rs|\.[^/]+)$/i;
const GENERATED =
  /\.(?:min|bundle|generated|gen)\.|[._]pb\.(?:go|[ch]+)$|_pb2(?:_grpc)?\.pyi?$|_generated\.|\.d\.ts\.map$|\.map$|(?:^|\/)(?:generated|vendor|third_party|thirdparty|node_modules|dist|target|deno_dist|__snapshots__)\/|(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock)$/i;
const TEST_FOLDER =
  /^(?:__tests__|__fixtures__|__mocks__|__snapshots__|testdata|test[-_]data|specs?|e2e|fixtures?|mocks?|testing|snapshots|testutils?|evals?|bench(?:es|marks?)?|acceptance|(?:.*[-_])?tests?(?:[-_].*)?)$/i;
const TEST_NAME =
  /^test_.*\.py$|_tests?\.(?:py|go|rs|cc|cpp|c|rb)$|[._-](?:test|tests|spec|e2e|test-d|bench|stories)\.[cm]?[jt]sx?$|^conftest\.py$|^tests?\.(?:rs|py|js|ts)$|^Test[A-Z].*\.(?:java|kt)$|(?:Test|Tests|TestCase|IT|Spec)\.(?:java|kt|scala|cs|php|swift)$|_spec\.rb$/;
const DOC_FOLDER = /^(?:docs?|documentation|examples?|website|site|www|demos?|playground|samples?|tutorials?)$/i;

export function kindOfPath(path: string): PathKind {
  const parts = path.split('/');
  const name = parts[parts.length - 1] ?? path;
  const folders = parts.slice(0, -1);
  return {
    source: SOURCE.test(name) && !MARKUP.test(name),
    test: TEST_NAME.test(name) || folders.some((folder) => TEST_FOLDER.test(folder)),
    doc: DOC.test(name) || folders.some((folder) => DOC_FOLDER.test(folder)),
    config: CONFIG.test(name),
    generated: GENERATED.test(path),
  };
}
