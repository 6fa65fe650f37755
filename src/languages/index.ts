import { bash } from './bash/index.js';
import { c } from './c/index.js';
import { cpp } from './cpp/index.js';
import { csharp } from './csharp/index.js';
import { css } from './css/index.js';
import { go } from './go/index.js';
import { hcl } from './hcl/index.js';
import { html } from './html/index.js';
import { java } from './java/index.js';
import { javascript } from './javascript/index.js';
import { json } from './json/index.js';
import type { Language } from './language.js';
import { markdown } from './markdown/index.js';
import { php } from './php/index.js';
import { python } from './python/index.js';
import { ruby } from './ruby/index.js';
import { rust } from './rust/index.js';
import { tsx } from './tsx/index.js';
import { typescript } from './typescript/index.js';
import { yaml } from './yaml/index.js';

/** Every language ocode reads. */
// biome-ignore format: one line a language
export const LANGUAGES: readonly Language[] = [
  python,
  javascript,
  typescript,
  tsx,
  go,
  rust,
  java,
  c,
  cpp,
  csharp,
  ruby,
  php,
  bash,
  yaml,
  json,
  hcl,
  markdown,
  html,
  css,
];
