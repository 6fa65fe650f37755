import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { setKey } from '../../config/environment.js';
import { findPlaces, type Places, settingsFiles } from '../../config/paths.js';
import { layerProblems, readLayer } from '../../config/read-layer.js';
import type { SettingsLayer } from '../../config/schema.js';
import { checkValue, hasKey, knownShape, writeKey } from '../../config/write.js';
import { EXIT_CODES, isOCodeError, OCodeError, subtypeOf } from '../../contract/error.js';
import { writeFileAtomic } from '../../lib/atomic-file.js';
import { errorLine } from '../../render/index.js';
import { isSecretName } from '../../security/secrets.js';
import { changeTrusted, loadFor } from '../load-settings.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { wrongValue } from '../wrong-value.js';
import { tellOverruled } from './overruled.js';
import { printData, table } from './print-data.js';
import { type LayerFlags, layerFile, layerFlags } from './settings-layer.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode config list --show-origin          every setting and the layer it came from
  ocode config set model qwen2.5-coder:7b
  ocode config set permissions.allow_shell_exec true --project
  ocode config get context_window
  ocode config validate`;

export function addConfigCommand(program: Command, start: Start): void {
  const config = program.command('config').description('show and change settings').addHelpText('after', EXAMPLES);
  config
    .command('get')
    .description('print one setting')
    .argument('<key>')
    .option('--json', 'as JSON')
    .action((key: string, flags: { json?: boolean }) => start((options) => get(options, key, flags)));
  layerFlags(config.command('set').description('set one setting').argument('<key>').argument('<value>')).action(
    (key: string, value: string, flags: LayerFlags) => start((options) => set(options, key, value, flags)),
  );
  layerFlags(config.command('unset').description('remove one setting').argument('<key>')).action((key: string, flags: LayerFlags) =>
    start((options) => unset(options, key, flags)),
  );
  config
    .command('list')
    .description('print all settings')
    .option('--show-origin', 'say which layer each came from')
    .option('--json', 'as JSON')
    .action((flags: { showOrigin?: boolean; json?: boolean }) => start((options) => list(options, flags)));
  config
    .command('path')
    .description('print where the settings files lie')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => path(options, flags)));
  layerFlags(config.command('edit').description('open a settings file in $EDITOR, and check it afterwards')).action((flags: LayerFlags) =>
    start((options) => edit(options, flags)),
  );
  config
    .command('validate')
    .description('check all settings files')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => validate(options, flags)));
}

async function get(options: RootOptions, key: string, flags: { json?: boolean }): Promise<number> {
  knownShape(key);
  const { loaded } = await loadFor(options);
  const value = valueAt(loaded.settings, key);
  if (value === undefined) throw new OCodeError('usage', `${key} is not set`, { hint: 'ocode config list shows what is' });
  return printData(flags.json, value, () => [typeof value === 'string' ? value : JSON.stringify(value)]);
}

async function set(options: RootOptions, key: string, text: string, flags: LayerFlags): Promise<number> {
  const value = checkValue(key, text);
  const layer: Record<string, unknown> = {};
  setKey(layer, key, value);
  const wrong = wrongValue(layer as SettingsLayer);
  if (wrong) throw new OCodeError('usage', `${key}: ${wrong.problem}`);
  const places = findPlaces(process.env, options.cd);
  const file = layerFile(places, flags, unnamedLayer(places));
  readLayer(file, 'user', () => {});
  await changeTrusted(places, () => writeKey(file, key, value));
  tell(`${key} = ${JSON.stringify(value)} in ${file}`);
  await tellOverruled(options, key, value);
  return 0;
}

async function unset(options: RootOptions, key: string, flags: LayerFlags): Promise<number> {
  knownShape(key);
  const places = findPlaces(process.env, options.cd);
  const file = layerFile(places, flags, unnamedLayer(places));
  readLayer(file, 'user', () => {});
  if (!hasKey(file, key)) {
    const elsewhere = Object.entries(settingsFiles(places)).find(([, other]) => other !== file && hasKey(other, key));
    if (elsewhere)
      throw new OCodeError('usage', `${key} is not set in ${file} but in ${elsewhere[1]}`, { hint: `ocode config unset ${key} --${elsewhere[0]}` });
    tell(`${key} was not set in ${file}`);
    return 0;
  }
  await changeTrusted(places, () => writeKey(file, key, undefined));
  tell(`${key} removed from ${file}`);
  return 0;
}

async function list(options: RootOptions, flags: { showOrigin?: boolean; json?: boolean }): Promise<number> {
  const { loaded } = await loadFor(options);
  // A listing is pasted into reports; `config get` of the very key shows it.
  const origins = [...loaded.origins]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, origin]) => [key, holdsSecret(key) ? { ...origin, value: '[masked]' } : origin] as const);
  const data = Object.fromEntries(origins.map(([key, origin]) => [key, flags.showOrigin ? origin : origin.value]));
  return printData(flags.json, data, () =>
    table(origins.map(([key, { value, origin, file }]) => [key, JSON.stringify(value), ...(flags.showOrigin ? [file ? `${origin} (${file})` : origin] : [])])),
  );
}

/** Variables and headers of servers and providers whose names say that they are secret. */
function holdsSecret(key: string): boolean {
  const name = /\.(?:env|headers)\.([^.]+)$/.exec(key)?.[1]?.replaceAll('-', '_');
  return name !== undefined && (isSecretName(name) || /^(?:authorization|proxy_authorization|cookie)$/i.test(name));
}

async function path(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const files = settingsFiles(findPlaces(process.env, options.cd));
  return printData(flags.json, files, () => table(Object.entries(files).map(([layer, file]) => [layer, file, existsSync(file) ? '' : '(not there)'])));
}

async function edit(options: RootOptions, flags: LayerFlags): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  const file = layerFile(places, flags, unnamedLayer(places));
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor || !process.stdin.isTTY)
    throw new OCodeError('usage', `no editor to open ${file} with`, { hint: 'set EDITOR and run this in a terminal, or use ocode config set' });
  if (!existsSync(file)) await writeFileAtomic(file, '{\n}\n', { mode: 0o600 });
  const [program = editor, ...args] = editor.split(/\s+/);
  const done = spawnSync(program, [...args, file], { stdio: 'inherit' });
  if (done.error)
    throw new OCodeError('usage', `${program} could not be started: ${done.error.message}`, { hint: 'set EDITOR to an editor that is installed' });
  const warnings: string[] = [];
  readLayer(file, 'user', (text) => warnings.push(text));
  for (const warning of warnings) tell(`ocode: ${warning}`);
  return 0;
}

/** Every file is looked at, so that one mistake does not hide the next. Exit 3 when there is any. */
async function validate(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const places = findPlaces(process.env, options.cd);
  const files = options.config === undefined ? Object.values(settingsFiles(places)) : [resolve(places.cwd, options.config)];
  const warnings: string[] = [];
  const errors: OCodeError[] = [];
  const look = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isOCodeError(error)) throw error;
      if (!errors.some((known) => known.message === error.message)) errors.push(error);
    }
  };
  for (const file of files) await look(() => errors.push(...layerProblems(file, (text) => warnings.push(text), wrongValue)));
  // What no file says: the environment, and what the files say together.
  await look(() => loadFor(options));
  const found = files.filter((file) => existsSync(file));
  const told = errors.map(({ code, message, hint }) => ({ code, message, ...(hint ? { hint } : {}) }));
  printData(flags.json, { ok: errors.length === 0, files: found, warnings, errors: told }, () => [
    ...warnings,
    ...(errors.length === 0 ? [found.length === 0 ? 'there are no settings files' : 'all settings are valid'] : []),
  ]);
  for (const error of errors) tell(errorLine(error));
  return errors[0] ? EXIT_CODES[subtypeOf(errors[0].code)] : 0;
}

/** A project with settings of its own keeps what one person sets there apart from what all share. */
function unnamedLayer(places: Places): 'local' | 'user' {
  return places.inProject ? 'local' : 'user';
}

function valueAt(settings: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (place, part) => (typeof place === 'object' && place !== null && Object.hasOwn(place, part) ? (place as Record<string, unknown>)[part] : undefined),
      settings,
    );
}
