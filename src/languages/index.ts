import { go } from './go/index.js';
import { java } from './java/index.js';
import { javascript } from './javascript/index.js';
import type { Language } from './language.js';
import { python } from './python/index.js';
import { rust } from './rust/index.js';
import { tsx } from './tsx/index.js';
import { typescript } from './typescript/index.js';

/** Every language ocode reads. */
export const LANGUAGES: readonly Language[] = [python, javascript, typescript, tsx, go, rust, java];
