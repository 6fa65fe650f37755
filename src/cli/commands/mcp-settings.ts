import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findPlaces, settingsFiles } from '../../config/paths.js';
import { readLayer } from '../../config/read-layer.js';
import { writeKey } from '../../config/write.js';
import { OCodeError } from '../../contract/error.js';
import { nearest } from '../../lib/nearest.js';
import { changeTrusted } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { printData } from './print-data.js';
import { type LayerFlags, layerFile, layerFlags } from './settings-layer.js';
import type { Start } from './start.js';

interface AddFlags extends LayerFlags {
  url?: string;
  header?: string[];
  env?: string[];
  cwd?: string;
  type?: string;
}

/** `mcp add|remove|get`: the entries of `mcp_servers` in the settings files. Nothing is started. */
export function addMcpSettingsCommands(mcp: Command, start: Start): void {
  layerFlags(
    mcp
      .command('add')
      .description("add a server to the settings (the user's file unless told otherwise)")
      .argument('<name>')
      .argument('[command...]', 'program and arguments; put -- before arguments that begin with -')
      .option('--url <url>', 'a server over HTTP')
      .option('--type <type>', 'http, or sse for servers that only know the old transport')
      .option('--header <header>', '"Name: value"; variables of the environment as in a shell, in braces (repeatable)', collect)
      .option('--env <pair>', 'NAME=value; variables likewise (repeatable)', collect)
      .option('--cwd <dir>', 'folder it runs in'),
  ).action((name: string, command: string[], flags: AddFlags) => start((options) => add(options, name, command, flags)));
  layerFlags(mcp.command('remove').description('remove a server from the settings').argument('<name>')).action((name: string, flags: LayerFlags) =>
    start((options) => remove(options, name, flags)),
  );
  mcp
    .command('get')
    .description('show one server of the settings (values of env, headers and oauth are not shown)')
    .argument('<name>')
    .option('--json', 'as JSON')
    .action((name: string, flags: { json?: boolean }) => start((options) => get(options, name, flags)));
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function add(options: RootOptions, name: string, words: string[], flags: AddFlags): Promise<number> {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(name)) {
    throw new OCodeError('usage', `"${name}" cannot be the name of a server`, { hint: 'use letters, digits, - and _' });
  }
  const [command, ...args] = words;
  if ((command === undefined) === (flags.url === undefined)) throw new OCodeError('usage', 'a server needs either a command or --url');
  if (flags.url !== undefined && !(URL.canParse(flags.url.replace(/\$\{[^}]*\}/g, 'x')) && /^https?:/i.test(flags.url))) {
    throw new OCodeError('usage', `${flags.url} is not an http(s) address`);
  }
  if (flags.type !== undefined && flags.type !== 'http' && flags.type !== 'sse') throw new OCodeError('usage', '--type must be http or sse');
  const entry = {
    ...(command === undefined ? {} : { command, args }),
    ...(flags.url === undefined ? {} : { url: flags.url }),
    ...(flags.type === undefined ? {} : { type: flags.type }),
    ...(flags.env ? { env: pairs(flags.env, '=', '--env NAME=value') } : {}),
    ...(flags.header ? { headers: pairs(flags.header, ':', '--header "Name: value"') } : {}),
    ...(flags.cwd === undefined ? {} : { cwd: flags.cwd }),
  };
  const places = findPlaces(process.env, options.cd);
  const file = layerFile(places, flags, 'user');
  // A file that is damaged is not written to.
  readLayer(file, 'user', () => {});
  await changeTrusted(places, () => writeKey(file, `mcp_servers.${name}`, entry));
  tell(`${name} added in ${file}`);
  return 0;
}

function pairs(texts: readonly string[], separator: string, form: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator);
      if (at <= 0) throw new OCodeError('usage', `"${text}" must have the form ${form}`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

async function remove(options: RootOptions, name: string, flags: LayerFlags): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  const named = flags.user || flags.project || flags.local ? [flags] : [{ user: true }, { project: true }, { local: true }];
  const files = named.map((layer) => layerFile(places, layer, 'user'));
  const holding = files.filter((file) => Object.hasOwn(serversOf(file), name));
  if (holding.length === 0)
    throw unknownServer(
      name,
      files.flatMap((file) => Object.keys(serversOf(file))),
    );
  for (const file of holding) {
    await changeTrusted(places, () => writeKey(file, `mcp_servers.${name}`, undefined));
    tell(`${name} removed from ${file}`);
  }
  return 0;
}

async function get(options: RootOptions, name: string, flags: { json?: boolean }): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  const all = settingsFiles(places);
  const files = [all.local, all.project, options.config === undefined ? all.user : resolve(places.cwd, options.config)];
  const file = files.find((candidate) => Object.hasOwn(serversOf(candidate), name));
  const entry = file === undefined ? undefined : serversOf(file)[name];
  if (file === undefined || entry === undefined)
    throw unknownServer(
      name,
      files.flatMap((candidate) => Object.keys(serversOf(candidate))),
    );
  const secret = ['env', 'headers', 'oauth'];
  const shown = Object.entries(entry).map(([key, value]) => [key, secret.includes(key) && typeof value === 'object' && value ? Object.keys(value) : value]);
  const data: Record<string, unknown> = { name, file, ...Object.fromEntries(shown) };
  return printData(flags.json, data, () => Object.entries(data).map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`));
}

function serversOf(file: string): NonNullable<NonNullable<ReturnType<typeof readLayer>>['values']['mcp_servers']> {
  return readLayer(file, 'user', () => {})?.values.mcp_servers ?? {};
}

function unknownServer(name: string, known: readonly string[]): OCodeError {
  const near = nearest(name, known);
  return new OCodeError('usage', `there is no MCP server "${name}"${near ? `; did you mean ${near}?` : ''}`, { hint: 'ocode mcp list shows all' });
}
