import { z } from 'zod';
import { nearest } from '../lib/nearest.js';
import { settingsShape } from './schema.js';

/** Dotted keys of the settings, found in the zod shape itself. */

type Shape = z.ZodType;

/** The zod type at a dotted key, or undefined when there is no such key. Keys below a record (`providers.mine.base_url`) are found too. */
export function shapeAt(key: string): Shape | undefined {
  const field = fieldAt(key);
  return field && unwrap(field);
}

/** The same with what is written about it. */
function fieldAt(key: string): Shape | undefined {
  let shape: Shape | undefined = settingsShape;
  for (const part of key.split('.')) {
    shape = shape && childShape(unwrap(shape), part);
    if (!shape) return undefined;
  }
  return shape;
}

/** Is this a time, in seconds? */
export function isDuration(key: string): boolean {
  return /^seconds\b/.test(fieldAt(key)?.description ?? '');
}

function childShape(shape: Shape, name: string): Shape | undefined {
  if (shape instanceof z.ZodObject) return Object.hasOwn(shape.shape, name) ? (shape.shape[name] as Shape) : undefined;
  if (shape instanceof z.ZodRecord) return shape.valueType as Shape;
  return undefined;
}

function unwrap(shape: Shape): Shape {
  return shape instanceof z.ZodOptional ? unwrap(shape.unwrap() as Shape) : shape;
}

/** Every leaf key, for lists, completion and suggestions. Records count as leaves. */
export function allKeys(shape: Shape = settingsShape, prefix = ''): string[] {
  const inner = unwrap(shape);
  if (!(inner instanceof z.ZodObject)) return [prefix];
  return Object.entries(inner.shape)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, child]) => allKeys(child as Shape, prefix ? `${prefix}.${name}` : name));
}

export function nearestKey(key: string): string | undefined {
  const last = key.split('.').at(-1) ?? key;
  return nearest(key, allKeys()) ?? allKeys().find((known) => known.split('.').at(-1) === last);
}

/** Keys of a layer that the shape does not know, dotted, with the nearest known key. */
export function unknownKeys(layer: unknown, shape: Shape = settingsShape, prefix = ''): Array<{ key: string; nearest: string | undefined }> {
  const inner = unwrap(shape);
  const keysAreFree = !(inner instanceof z.ZodObject) || inner.def.catchall !== undefined;
  if ((keysAreFree && !(inner instanceof z.ZodRecord)) || typeof layer !== 'object' || layer === null) return [];
  const within = (name: string): string => (prefix ? `${prefix}.${name}` : name);
  return Object.entries(layer).flatMap(([name, value]) => {
    const key = within(name);
    const child = childShape(inner, name);
    if (child) return unknownKeys(value, child, key);
    const sibling = inner instanceof z.ZodObject ? nearest(name, Object.keys(inner.shape)) : undefined;
    return [{ key, nearest: sibling === undefined ? nearestKey(key) : within(sibling) }];
  });
}

/** A sentence that says what a key may hold. */
export function allowedAt(key: string): string {
  const shape = fieldAt(key);
  if (!shape) return 'something else';
  return isDuration(key) ? `${allowedValues(shape)} (seconds)` : allowedValues(shape);
}

function allowedValues(shape: Shape): string {
  const inner = unwrap(shape);
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodNumber) {
    return [`a ${inner.isInt ? 'whole ' : ''}number`, ...rangeOf(inner)].join(', ');
  }
  if (inner instanceof z.ZodUnion) return inner.options.map((option) => allowedValues(option as Shape)).join(' or ');
  if (inner instanceof z.ZodArray) return 'a list of strings, such as ["a", "b"]';
  if (inner instanceof z.ZodString) return 'a string';
  return 'an object';
}

/** What is left out: a whole number as large as numbers get. */
const BEYOND = 1e15;

function rangeOf(shape: z.ZodNumber): string[] {
  const { minValue, maxValue } = shape;
  // A limit that is itself not allowed has a check of its own that says so.
  const excluded = new Set(
    (shape.def.checks ?? []).map(({ _zod: { def } }) => ('inclusive' in def && def.inclusive === false && 'value' in def ? def.value : undefined)),
  );
  const low = minValue === null || minValue < -BEYOND ? [] : [`${excluded.has(minValue) ? 'above' : 'at least'} ${minValue}`];
  const high = maxValue === null || maxValue > BEYOND ? [] : [`${excluded.has(maxValue) ? 'below' : 'at most'} ${maxValue}`];
  return [...low, ...high];
}
