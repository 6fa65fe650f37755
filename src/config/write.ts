import { readFileSync, statSync } from 'node:fs';
import { applyEdits, findNodeAtLocation, modify, type ParseError, parse, parseTree } from 'jsonc-parser';
import { OCodeError } from '../contract/error.js';
import { writeFileAtomic } from '../lib/atomic-file.js';
import { parseDuration } from '../lib/duration.js';
import { asSwitch, parseValue } from './environment.js';
import { allowedAt, isDuration, nearestKey, shapeAt } from './keys.js';

/** Parses and validates a value for a key, as a person typed it. Throws OCodeError `usage` with the nearest key or what is allowed. */
export function checkValue(key: string, text: string): unknown {
  const shape = knownShape(key);
  const parsed = shape.safeParse(parseValue(text));
  if (parsed.success) return parsed.data;
  const duration = isDuration(key) ? shape.safeParse(parseDuration(text)) : undefined;
  if (duration?.success) return duration.data;
  const toggle = shape.safeParse(asSwitch(text));
  if (toggle.success && toggle.data !== undefined) return toggle.data;
  const literal = shape.safeParse(text);
  if (literal.success) return literal.data;
  const list = shape.safeParse(text.split(',').map((item) => item.trim()));
  if (list.success) return list.data;
  throw new OCodeError('usage', `"${text}" is not a value for ${key}, which must be ${allowedAt(key)}`);
}

/** Throws OCodeError `usage` for a key that does not exist. */
export function knownShape(key: string): NonNullable<ReturnType<typeof shapeAt>> {
  const shape = shapeAt(key);
  if (shape) return shape;
  const near = nearestKey(key);
  throw new OCodeError('usage', `there is no setting "${key}"${near ? `; did you mean "${near}"?` : ''}`, { hint: 'ocode config list shows all settings' });
}

/** Does this settings file say anything about the key? */
export function hasKey(file: string, key: string): boolean {
  const tree = parseTree(readExisting(file));
  return tree !== undefined && findNodeAtLocation(tree, key.split('.')) !== undefined;
}

/** Sets (or with `undefined` removes) one key of a settings file; comments and order of the rest stay, and so does its mode. */
export async function writeKey(file: string, key: string, value: unknown): Promise<void> {
  const before = readExisting(file);
  const errors: ParseError[] = [];
  parse(before, errors, { allowTrailingComma: true });
  if (errors.length > 0)
    throw new OCodeError('config', `${file} is not valid JSON; it was left as it is`, { hint: 'ocode config validate says where; mend it first' });
  const edits = modify(before, key.split('.'), value, { formattingOptions: { insertSpaces: true, tabSize: 2 } });
  const after = applyEdits(before, edits);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600;
  await writeFileAtomic(file, after.endsWith('\n') ? after : `${after}\n`, { mode: mode & 0o777 });
}

function readExisting(file: string): string {
  try {
    // As `readLayer` reads it: a byte order mark is no part of it, and a file of white space is empty.
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    return text.trim() === '' ? '{}' : text;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    // Anything else may be settings that are only out of reach just now: writing over them would lose them.
    throw new OCodeError('config', `${file} cannot be read: ${(cause as Error).message}`, { cause, hint: 'make the file readable, or remove it' });
  }
}
