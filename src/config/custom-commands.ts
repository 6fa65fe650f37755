import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PERMISSION_MODES, type PermissionMode } from '../contract/security.js';
import { splitWords } from '../lib/split-words.js';

/** This module brings the YAML parser along: import it when it is needed. */

/** A command somebody wrote as a markdown file: its name is the file's, its text the question it puts. */
export interface CustomCommand {
  name: string;
  description: string;
  text: string;
  model?: string;
  mode?: PermissionMode;
  /** Names or sets of tools. */
  tools?: string[];
  file: string;
  origin: 'project' | 'user';
}

export interface CustomCommands {
  commands: CustomCommand[];
  /** Files that are left out, and why, in words for a person; by the name the command would have. */
  problems: CommandProblem[];
}

export interface CommandProblem {
  name: string;
  file: string;
  why: string;
}

const LARGEST_FILE = 100_000;
const NAME = /^[a-z0-9][a-z0-9_-]{0,60}$/i;
const SHELL = /^!|!`/m;

const words = z.union([z.string().transform((text) => text.split(',').map((word) => word.trim())), z.array(z.string())]);
const frontMatter = z.object({
  description: z.string().optional(),
  model: z.string().optional(),
  mode: z.enum(PERMISSION_MODES).optional(),
  tools: words.optional(),
});

/** From `<project>/.ocode/commands` and `<home>/commands`; the project's win. A project that is not trusted may not bring commands that run shell. */
export async function loadCustomCommands(folders: { project: string; user: string; trusted: boolean }): Promise<CustomCommands> {
  const problems: CommandProblem[] = [];
  const found = new Map<string, CustomCommand>();
  for (const [origin, folder] of [
    ['user', folders.user],
    ['project', folders.project],
  ] as const) {
    for (const file of commandFiles(folder)) {
      try {
        const command = readCommand(file, origin);
        if (origin === 'project' && !folders.trusted && SHELL.test(command.text))
          problems.push({ name: nameOf(file), file, why: 'it runs shell commands, and this folder is not trusted' });
        else found.set(command.name, command);
      } catch (error) {
        problems.push({ name: nameOf(file), file, why: (error instanceof Error ? error.message.split('\n')[0] : undefined) ?? String(error) });
      }
    }
  }
  return { commands: [...found.values()].sort((a, b) => a.name.localeCompare(b.name)), problems };
}

/** Puts the arguments in: `$ARGUMENTS` all, `$1` … one each. Without either, they are added at the end. */
export function fillArguments(text: string, args: string): string {
  const each = splitWords(args);
  const filled = text.replace(/\$(ARGUMENTS|[1-9])/g, (_, what: string) => (what === 'ARGUMENTS' ? args.trim() : (each[Number(what) - 1] ?? '')));
  return /\$(?:ARGUMENTS|[1-9])/.test(text) || args.trim() === '' ? filled.trim() : `${filled.trim()}\n\n${args.trim()}`;
}

function readCommand(file: string, origin: CustomCommand['origin']): CustomCommand {
  checkFile(file, origin);
  const whole = textOf(readFileSync(file)).replaceAll('\r\n', '\n');
  const match = /^---\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(whole);
  if (whole.startsWith('---\n') && !match) throw new Error('the front matter does not end (a line with --- is missing)');
  const head = match ? frontMatter.safeParse(parse(match[1] ?? '', { maxAliasCount: 0, logLevel: 'silent' }) ?? {}) : undefined;
  if (head && !head.success) throw new Error(`front matter: ${head.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  const text = whole.slice(match?.[0].length ?? 0).trim();
  if (text === '') throw new Error('it has no text');
  const { description, model, mode, tools } = head?.data ?? {};
  return {
    name: nameOf(file),
    description: description ?? (text.split('\n')[0] ?? '').slice(0, 70),
    text,
    file,
    origin,
    ...(model ? { model } : {}),
    ...(mode ? { mode } : {}),
    ...(tools ? { tools } : {}),
  };
}

function textOf(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw new Error('it is no text in UTF-8');
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1)?.replace(/\.md$/, '') ?? '';
}

function commandFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.md') && NAME.test(name.slice(0, -'.md'.length)))
      .map((name) => join(folder, name))
      .filter((file) => lstatSync(file).isFile() || lstatSync(file).isSymbolicLink());
  } catch {
    return [];
  }
}

/** The person's own links are followed; a link of a project may lead to what is nobody's command. Throws what is wrong. */
function checkFile(file: string, origin: CustomCommand['origin']): void {
  if (origin === 'project' && lstatSync(file).isSymbolicLink()) throw new Error('it is a link; in a project it must be the file itself');
  const info = statSync(file);
  if (!info.isFile()) throw new Error('it is no file');
  if (info.size > LARGEST_FILE) throw new Error(`it has ${info.size} bytes, more than ${LARGEST_FILE} bytes`);
}
