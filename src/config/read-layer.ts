import { readFileSync } from 'node:fs';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { OCodeError } from '../contract/error.js';
import { allowedAt, shapeAt, unknownKeys } from './keys.js';
import { type SettingsLayer, settingsShape } from './schema.js';

export interface Layer {
  origin: 'default' | 'user' | 'project' | 'local' | 'environment' | 'flag';
  file?: string;
  values: SettingsLayer;
}

/** A value that the shape allows and that means nothing to the service it is for. */
export interface WrongValue {
  path: Array<string | number>;
  problem: string;
}

/** Looks at what the shape cannot say; given from outside, because settings know no services. */
export type ValueCheck = (values: SettingsLayer) => WrongValue | undefined;

/** Reads and validates one settings file (JSON with comments). Undefined when there is none. Throws OCodeError `config` with file, line and key. */
export function readLayer(file: string, origin: Layer['origin'], warn: (text: string) => void, check?: ValueCheck): Layer | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  const errors: ParseError[] = [];
  const tree = text.trim() === '' ? undefined : parseTree(text, errors, { allowTrailingComma: true });
  // Its objects have no prototype: a key "__proto__" is a key like others there, and as unknown.
  const raw: unknown = tree ? getNodeValue(tree) : {};
  const first = errors[0];
  if (first) throw configError(file, lineOf(text, first.offset), `this is not valid JSON: ${printParseErrorCode(first.error)}`);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw configError(file, 1, 'settings must be a JSON object');
  const checked = settingsShape.safeParse(raw);
  if (!checked.success) throw describeIssue(file, text, checked.error);
  const wrong = check?.(checked.data);
  if (wrong) throw configError(file, lineOf(text, nodeAt(text, wrong.path)?.offset ?? 0), `"${keyOf(wrong)}": ${wrong.problem}`);
  for (const unknown of unknownKeys(raw)) {
    warn(`${file}: unknown setting "${unknown.key}"${unknown.nearest ? `; did you mean "${unknown.nearest}"?` : ''}`);
  }
  return { origin, file, values: checked.data };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new OCodeError('config', `${file} cannot be read: ${(cause as Error).message}`, { cause, hint: 'make the file readable, or remove it' });
  }
}

function describeIssue(file: string, text: string, error: z.ZodError): OCodeError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
  const key = path.join('.');
  const node = nodeAt(text, path);
  const known = path.filter((part) => typeof part === 'string').join('.');
  const found = node ? text.slice(node.offset, node.offset + Math.min(node.length, 60)) : 'nothing';
  return configError(file, lineOf(text, node?.offset ?? 0), `"${key}" is ${found}, but must be ${shapeAt(known) ? allowedAt(known) : issue?.message}`);
}

function nodeAt(text: string, path: Array<string | number>): Node | undefined {
  const tree = parseTree(text);
  return tree && findNodeAtLocation(tree, path);
}

/** The dotted key of a wrong value, without the place in a list. */
export function keyOf(wrong: WrongValue): string {
  return wrong.path.filter((part) => typeof part === 'string').join('.');
}

function configError(file: string, line: number, what: string): OCodeError {
  return new OCodeError('config', `${file}:${line}: ${what}`, {
    hint: 'ocode config validate checks all settings files; ocode config edit opens one',
    details: { file, line },
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
