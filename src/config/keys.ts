import { z } from 'zod';
import { nearest } from '../lib/nearest.js';
import { settingsShape } from './schema.js';

/** Dotted keys of the settings, found in the zod shape itself. */

type Shape = z.ZodType;

/** The zod type at a dotted key, or undefined when there is no such key. Keys below a record (`providers.mine.base_url`) are found too. */
export function shapeAt(key: string): Shape | undefined {
  let shape: Shape | undefined = settingsShape;
  for (const part of key.split('.')) {
    shape = shape && childShape(unwrap(shape), part);
    if (!shape) return undefined;
  }
  return unwrap(shape);
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
  if (!(inner instanceof z.ZodObject) || typeof layer !== 'object' || layer === null || inner.def.catchall) return [];
  return Object.entries(layer).flatMap(([name, value]) => {
    const key = prefix ? `${prefix}.${name}` : name;
    const child = childShape(inner, name);
    return child ? unknownKeys(value, child, key) : [{ key, nearest: nearestKey(key) }];
  });
}

/** A sentence that says what a key may hold. */
export function allowedValues(shape: Shape): string {
  const inner = unwrap(shape);
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodNumber) {
    const { minValue, maxValue, isInt } = inner;
    const range = [
      Number.isFinite(minValue) && (minValue ?? 0) > -1e15 ? `at least ${minValue}` : '',
      Number.isFinite(maxValue) && (maxValue ?? 0) < 1e15 ? `at most ${maxValue}` : '',
    ];
    return [`a ${isInt ? 'whole ' : ''}number`, ...range.filter(Boolean)].join(', ');
  }
  if (inner instanceof z.ZodArray) return 'a list of strings, such as ["a", "b"]';
  if (inner instanceof z.ZodString) return 'a string';
  return 'an object';
}
