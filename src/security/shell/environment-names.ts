import { asks, type Finding } from './finding.js';

/** Variables a command may get in front of it: they change language, colours and width only. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  LC_ALL: /^[\w.@-]*$/,
  LC_COLLATE: /^[\w.@-]*$/,
  LC_CTYPE: /^[\w.@-]*$/,
  LC_MESSAGES: /^[\w.@-]*$/,
  LC_NUMERIC: /^[\w.@-]*$/,
  LC_TIME: /^[\w.@-]*$/,
  LANG: /^[\w.@-]*$/,
  LANGUAGE: /^[\w.@-]*$/,
  TZ: /^[A-Za-z]+(?:[+-]?\d+|\/[A-Za-z_]+)*$/,
  NO_COLOR: /^\w*$/,
  CLICOLOR: /^\w*$/,
  FORCE_COLOR: /^\w*$/,
  COLUMNS: /^\d*$/,
  LINES: /^\d*$/,
};

/** `NAME=value` before a program: undefined when it is harmless. */
export function judgeAssignment(text: string): Finding | undefined {
  const [name = '', ...rest] = text.split('=');
  const value = Object.hasOwn(HARMLESS, name) ? HARMLESS[name] : undefined;
  return value?.test(rest.join('=')) ? undefined : asks(`it sets ${name} for the program`);
}

/** A variable of the line itself: lower-case names that no program knows. */
export function isLocalName(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !/_proxy$/.test(name) && name !== '_';
}
