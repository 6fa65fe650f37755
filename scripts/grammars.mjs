/** Grammars that the build copies into dist/grammars (file names without .wasm). */
export const GRAMMAR_PACKAGE = '@cursorless/tree-sitter-wasms';
export const GRAMMARS = [
  'bash',
  'c',
  'c_sharp',
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
  'rust',
  'tsx',
  'typescript',
  'yaml',
].map((name) => `tree-sitter-${name}`);
