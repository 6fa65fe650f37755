/**
 * Grammars that the build copies into dist/grammars (file names without .wasm), by the package they come from and its folder.
 * The second package is newer for the two languages whose grammars in the first do not know today's syntax.
 */
export const GRAMMARS = [
  {
    from: '@cursorless/tree-sitter-wasms',
    folder: 'out',
    names: named([
      'bash',
      'c',
      'cpp',
      'css',
      'go',
      'hcl',
      'html',
      'java',
      'javascript',
      'json',
      'markdown',
      'php',
      'python',
      'ruby',
      'tsx',
      'typescript',
      'yaml',
    ]),
  },
  { from: '@vscode/tree-sitter-wasm', folder: 'wasm', names: named(['c-sharp', 'rust']) },
];

/** @param {string[]} languages */
function named(languages) {
  return languages.map((language) => `tree-sitter-${language}`);
}
