import { oneLine } from '../../lib/truncate.js';
import type { Turns } from '../../lib/turns.js';
import type { Keyboard } from './keyboard.js';
import type { Screen } from './screen.js';

/** A question of an MCP server to the person. `schema`: JSON Schema of a flat object. The same shape as the MCP client's. */
interface Elicitation {
  server: string;
  message: string;
  schema: Record<string, unknown>;
}

type ElicitAnswer = { action: 'accept'; content: Record<string, unknown> } | { action: 'decline' | 'cancel' };
export type Elicit = (question: Elicitation, signal: AbortSignal) => Promise<ElicitAnswer>;

export interface Field {
  name: string;
  label: string;
  type: 'string' | 'number' | 'integer' | 'boolean';
  required: boolean;
  choices?: readonly string[];
  fallback?: string;
}

/** Asks at the terminal: first whether to answer at all, then field by field. Ctrl+C cancels. */
export function createElicit({ screen, keyboard, turns }: { screen: Screen; keyboard: Keyboard; turns: Turns }): Elicit {
  return ({ server, message, schema }, signal) =>
    turns.take(async () => {
      const { theme } = screen;
      screen.note(`${theme.warning('?')} the server ${theme.strong(screen.clean(server))} asks: ${screen.clean(message)}`);
      const fields = fieldsOf(schema);
      screen.ask(`[y] answer [n]o ${theme.dim('(the server gets what you type; give no passwords)')} `);
      const key = await keyboard.readKey('yn', signal);
      screen.note(key === 'y' ? 'yes' : 'no');
      if (key !== 'y') return { action: key === 'n' ? 'decline' : 'cancel' };
      const content: Record<string, unknown> = {};
      for (const field of fields) {
        const value = await askField(field, screen, keyboard, signal);
        if (value === 'cancel') return { action: 'cancel' };
        if (value !== undefined) content[field.name] = value.value;
      }
      return { action: 'accept', content };
    });
}

async function askField(field: Field, screen: Screen, keyboard: Keyboard, signal: AbortSignal): Promise<{ value: unknown } | undefined | 'cancel'> {
  const about = [
    field.choices ? field.choices.join(' | ') : field.type === 'string' ? '' : field.type === 'boolean' ? 'yes | no' : field.type,
    field.fallback === undefined ? (field.required ? '' : 'may be empty') : `empty: ${field.fallback}`,
  ].filter(Boolean);
  const prompt = `  ${screen.clean(field.label)}${about.length > 0 ? ` (${screen.clean(oneLine(about.join('; '), 120))})` : ''}: `;
  while (true) {
    const read = await keyboard.readAnswer(prompt, signal);
    if ('end' in read) {
      screen.note('');
      return 'cancel';
    }
    const parsed = parseField(field, read.line.trim());
    if (!('problem' in parsed)) return parsed.value === undefined ? undefined : { value: parsed.value };
    screen.note(screen.theme.warning(`  ${parsed.problem}`));
  }
}

/** The fields of a flat JSON Schema, in its order. */
export function fieldsOf(schema: Record<string, unknown>): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(asRecord(schema.properties)).map(([name, given]) => {
    const property = asRecord(given);
    const { type, title, description, default: fallback } = property;
    const choices = choicesOf(property);
    const label = [title, description].filter((text) => typeof text === 'string' && text !== '').join(': ');
    return {
      name,
      label: oneLine(label || name, 200),
      type: type === 'number' || type === 'integer' || type === 'boolean' ? type : 'string',
      required: required.includes(name),
      ...(choices ? { choices } : {}),
      ...(fallback === undefined ? {} : { fallback: String(fallback) }),
    };
  });
}

/** What a person typed as the value of a field; an empty line is the default, or nothing. */
export function parseField(field: Field, typed: string): { value: unknown } | { problem: string } {
  const text = typed === '' ? (field.fallback ?? '') : typed;
  if (text === '') return field.required ? { problem: 'an answer is needed (Ctrl+C gives up)' } : { value: undefined };
  if (field.choices) {
    const choice = field.choices.find((each) => each.toLowerCase() === text.toLowerCase());
    return choice === undefined ? { problem: `one of: ${field.choices.join(', ')}` } : { value: choice };
  }
  if (field.type === 'boolean') {
    if (/^(?:y|yes|true|1)$/i.test(text)) return { value: true };
    return /^(?:n|no|false|0)$/i.test(text) ? { value: false } : { problem: 'yes or no' };
  }
  if (field.type === 'string') return { value: text };
  const value = Number(text);
  if (!Number.isFinite(value)) return { problem: 'a number is needed' };
  return field.type === 'integer' && !Number.isInteger(value) ? { problem: 'a whole number is needed' } : { value };
}

function choicesOf(property: Record<string, unknown>): string[] | undefined {
  if (Array.isArray(property.enum)) return property.enum.filter((each) => typeof each === 'string');
  const list = Array.isArray(property.oneOf) ? property.oneOf : undefined;
  return list?.map((each) => asRecord(each).const).filter((each) => typeof each === 'string');
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
