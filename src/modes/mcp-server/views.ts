/** Views of the project that are resources. */
export const VIEWS = [
  { uri: 'ocode://project/structure', name: 'structure', description: 'The folders and files of the project', mimeType: 'text/plain' },
  { uri: 'ocode://project/dependencies', name: 'dependencies', description: 'Which file imports which', mimeType: 'text/plain' },
  { uri: 'ocode://project/symbols', name: 'symbols', description: 'Functions, classes and types of the project, by file', mimeType: 'text/plain' },
  { uri: 'ocode://git/status', name: 'git status', description: 'Branch and changed files', mimeType: 'text/plain' },
] as const;
export type ViewUri = (typeof VIEWS)[number]['uri'];
