import type { Language } from '../language.js';
import query from './queries.scm';

export const json: Language = {
  name: 'json',
  extensions: ['.json', '.jsonc', '.webmanifest', '.ipynb'],
  filenames: ['.prettierrc', '.eslintrc', '.babelrc', '.swcrc'],
  grammar: 'tree-sitter-json',
  query,
};
