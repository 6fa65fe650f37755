import { basename, join } from 'node:path';
import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import type { Access } from '../../contract/security.js';
import { defineTool, type ToolContext, type ToolOutput } from '../../contract/tool.js';
import { PATHS } from '../../lib/path-rules.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { failMissing } from './missing-file.js';
import { refuseLink } from './refuse-link.js';

const ACTIONS = ['copy', 'move', 'delete', 'mkdir'] as const;

export const fileOps = defineTool({
  name: 'file_ops',
  description: 'Copy, move or delete a file or folder, or make a folder',
  input: () => z.object({ action: z.enum(ACTIONS), path: z.string().min(1), to: z.string().min(1).optional() }),
  aliases: [
    'cp',
    'mv',
    'rm',
    'mkdir',
    'copy_file',
    'move_file',
    'rename_file',
    'rename',
    'delete_file',
    'remove_file',
    'create_directory',
    'create_folder',
    'file_copy',
    'file_move',
    'file_delete',
  ],
  aliasArgs: {
    cp: { action: 'copy' },
    copy_file: { action: 'copy' },
    file_copy: { action: 'copy' },
    mv: { action: 'move' },
    move_file: { action: 'move' },
    file_move: { action: 'move' },
    rename_file: { action: 'move' },
    rename: { action: 'move' },
    rm: { action: 'delete' },
    delete_file: { action: 'delete' },
    remove_file: { action: 'delete' },
    file_delete: { action: 'delete' },
    mkdir: { action: 'mkdir' },
    create_directory: { action: 'mkdir' },
    create_folder: { action: 'mkdir' },
  },
  argAliases: {
    ...PATH_ALIASES,
    source: 'path',
    src: 'path',
    from: 'path',
    old_path: 'path',
    destination: 'to',
    dest: 'to',
    dst: 'to',
    target: 'to',
    new_path: 'to',
    new_name: 'to',
    operation: 'action',
    op: 'action',
  },
  coerce: (raw) => ({ ...raw, action: WORDS[String(raw.action).toLowerCase()] ?? raw.action }),
  set: 'files',
  kind: 'edit',
  access: ({ action, path, to }) => accessOf(action, path, to),
  run: async (args, context) => {
    if ((args.action === 'copy' || args.action === 'move') && args.to === undefined)
      throw new ToolError('invalid_args', `to is missing: where to ${args.action} ${args.path}`);
    switch (args.action) {
      case 'copy':
        return copy(args.path, args.to ?? '', context);
      case 'move':
        return move(args.path, args.to ?? '', context);
      case 'delete':
        return remove(args.path, context);
      case 'mkdir':
        return makeFolder(args.path, context);
    }
  },
});

const WORDS: Readonly<Record<string, (typeof ACTIONS)[number]>> = {
  cp: 'copy',
  mv: 'move',
  rename: 'move',
  rm: 'delete',
  remove: 'delete',
  create: 'mkdir',
  create_directory: 'mkdir',
};

function accessOf(action: (typeof ACTIONS)[number], path: string, to = path): Access[] {
  switch (action) {
    case 'copy':
      return [
        { kind: 'read', path },
        { kind: 'write', path: to },
      ];
    case 'move':
      return [
        { kind: 'delete', path },
        { kind: 'write', path: to },
      ];
    case 'delete':
      return [{ kind: 'delete', path }];
    case 'mkdir':
      return [{ kind: 'write', path }];
  }
}

async function copy(path: string, to: string, context: ToolContext): Promise<ToolOutput> {
  const source = await existing(path, 'read', context);
  const target = await freeTarget(source.file, to, context);
  // All of it is looked at first: what is refused leaves no half copy.
  const folders: string[] = [];
  const files: Array<{ from: string; into: string; mode: number }> = [];
  const plan = async (from: string, into: string): Promise<void> => {
    context.signal.throwIfAborted();
    const stats = await context.files.stat(from);
    if (stats?.kind === 'file') files.push({ from: context.files.resolve(from, 'read'), into: context.files.resolve(into, 'write'), mode: stats.mode });
    else if (stats?.kind === 'directory') {
      folders.push(into);
      for (const name of await context.files.list(from)) await plan(`${from}/${name}`, `${into}/${name}`);
    }
  };
  await plan(source.file, target);
  for (const folder of folders) await context.files.makeFolder(folder);
  for (const { from, into, mode } of files) {
    context.signal.throwIfAborted();
    await context.files.write(into, await context.files.read(from), { mode });
  }
  const count = files.length;
  const name = context.files.display(target);
  return {
    text: `copied ${context.files.display(source.file)} to ${name}${source.kind === 'directory' ? ` (${count} files)` : ''}`,
    data: { path: name, files: count },
  };
}

async function move(path: string, to: string, context: ToolContext): Promise<ToolOutput> {
  await refuseLink(path, context);
  const source = await existing(path, 'delete', context);
  const target = await freeTarget(source.file, to, context);
  const from = context.files.display(source.file);
  await context.files.move(source.file, target);
  return { text: `moved ${from} to ${context.files.display(target)}`, data: { path: context.files.display(target) } };
}

async function remove(path: string, context: ToolContext): Promise<ToolOutput> {
  await refuseLink(path, context);
  const { file, kind } = await existing(path, 'delete', context);
  const name = context.files.display(file);
  if (file === context.root) throw new ToolError('denied', 'the project itself cannot be deleted');
  await context.files.remove(file);
  return { text: `deleted ${name}${kind === 'directory' ? '/ with all in it' : ''} (undo brings it back)`, data: { path: name } };
}

async function makeFolder(path: string, context: ToolContext): Promise<ToolOutput> {
  const folder = context.files.resolve(path, 'write');
  const name = context.files.display(folder);
  const stats = await context.files.stat(folder);
  if (stats?.kind === 'directory') return { text: `${name}/ exists already`, data: { path: name } };
  await context.files.makeFolder(folder);
  return { text: `made ${name}/`, data: { path: name } };
}

async function existing(path: string, use: 'read' | 'delete', context: ToolContext): Promise<{ file: string; kind: string }> {
  const file = context.files.resolve(path, use);
  const stats = (await context.files.stat(file)) ?? (await failMissing(file, context));
  return { file, kind: stats.kind };
}

/** Where it goes: into a folder that exists, else under that name. Nothing is overwritten. */
async function freeTarget(source: string, to: string, context: ToolContext): Promise<string> {
  const wanted = context.files.resolve(to, 'write');
  const isFolder = (await context.files.stat(wanted))?.kind === 'directory' || to.endsWith('/');
  const target = isFolder ? context.files.resolve(join(wanted, basename(source)), 'write') : wanted;
  if (target === source) throw new ToolError('invalid_args', 'source and target are the same');
  if (PATHS.isWithin(target, source)) throw new ToolError('invalid_args', 'a folder cannot go into itself');
  if (await context.files.stat(target))
    throw new ToolError('failed', `${context.files.display(target)} already exists; delete it first or choose another name`);
  return target;
}
