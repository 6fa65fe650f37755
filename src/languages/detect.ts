import { LANGUAGES } from './index.js';
import type { Language } from './language.js';

const byExtension = new Map<string, Language>();
const byFilename = new Map<string, Language>();
const claimants = LANGUAGES.filter((language) => language.claims !== undefined);
const byInterpreter = new Map<string, Language>();
for (const language of LANGUAGES) {
  for (const extension of language.extensions) byExtension.set(extension, language);
  for (const filename of language.filenames ?? []) byFilename.set(filename, language);
  for (const interpreter of language.interpreters ?? []) byInterpreter.set(interpreter, language);
}

/** By name, else by the `#!` line at the start of `text`. Undefined when no language knows the file. */
export function languageOf(path: string, text = ''): Language | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = extensionOf(file);
  const known = byFilename.get(file) ?? byExtension.get(extension);
  if (known) return claimants.find((language) => language.claims?.(extension, text)) ?? known;
  const shebang = /^#!\s*(?:\S*\/)?([^/\s]+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text.slice(0, 200));
  const program = shebang?.[1] === 'env' ? shebang[2] : shebang?.[1];
  return program === undefined ? undefined : byInterpreter.get(program.replace(/[\d.]+$/, ''));
}

function extensionOf(file: string): string {
  const dot = file.lastIndexOf('.');
  return dot <= 0 ? '' : file.slice(dot);
}
