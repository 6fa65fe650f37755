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
  const { values, problems, warnings } = lookThrough(file, check);
  const [first] = problems;
  if (first) throw first;
  warnings.forEach(warn);
  return values && { origin, file, values };
}

/** Everything that is wrong with a settings file, in its order; empty when it is sound or not there. */
export function layerProblems(file: string, warn: (text: string) => void, check?: ValueCheck): OCodeError[] {
  const { problems, warnings } = lookThrough(file, check);
  warnings.forEach(warn);
  return problems;
}

interface Look {
  values?: SettingsLayer;
  problems: OCodeError[];
  warnings: string[];
}

function lookThrough(file: string, check: ValueCheck | undefined): Look {
  const text = readText(file);
  if (text === undefined) return { problems: [], warnings: [] };
  const errors: ParseError[] = [];
  const tree = text.trim() === '' ? undefined : parseTree(text, errors, { allowTrailingComma: true });
  // Its objects have no prototype: a key "__proto__" is a key like others there, and as unknown.
  const raw: unknown = tree ? getNodeValue(tree) : {};
  const first = errors[0];
  // What follows a broken place is guesswork.
  if (first) return { problems: [configError(file, lineOf(text, first.offset), `this is not valid JSON: ${printParseErrorCode(first.error)}`)], warnings: [] };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { problems: [configError(file, 1, 'settings must be a JSON object')], warnings: [] };
  const warnings = unknownKeys(raw).map(({ key, nearest }) => `${file}: unknown setting "${key}"${nearest ? `; did you mean "${nearest}"?` : ''}`);
  const checked = settingsShape.safeParse(raw);
  if (!checked.success) return { problems: describeIssues(file, text, checked.error), warnings };
  const wrong = check?.(checked.data);
  const problems = wrong ? [configError(file, lineOf(text, nodeAt(text, wrong.path)?.offset ?? 0), `"${keyOf(wrong)}": ${wrong.problem}`)] : [];
  return { values: checked.data, problems, warnings };
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

function describeIssues(file: string, text: string, error: z.ZodError): OCodeError[] {
  const told = error.issues.map((issue) => describeIssue(file, text, issue));
  const byMessage = new Map(told.map((problem) => [problem.message, problem]));
  return [...byMessage.values()].sort((a, b) => Number(a.details?.line ?? 0) - Number(b.details?.line ?? 0));
}

function describeIssue(file: string, text: string, issue: z.core.$ZodIssue): OCodeError {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const key = path.join('.');
  const node = nodeAt(text, path);
  const known = path.filter((part) => typeof part === 'string').join('.');
  const found = node ? text.slice(node.offset, node.offset + Math.min(node.length, 60)) : 'nothing';
  return configError(file, lineOf(text, node?.offset ?? 0), `"${key}" is ${found}, but must be ${shapeAt(known) ? allowedAt(known) : issue.message}`);
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
