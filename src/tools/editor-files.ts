import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EditorBuffers } from '../contract/editor.js';
import { ToolError } from '../contract/error.js';
import type { FileStore } from './file-store.js';
import { type DecodedText, decodeText, encodeText } from './files/text-encoding.js';

/**
 * The disk as an editor shows it: reads see unsaved changes, writes go through the editor's buffers. An editor knows text
 * only, so binaries, and writes in other encodings than plain UTF-8, go past it to the disk.
 */
export function createEditorFiles(disk: FileStore, editor: EditorBuffers): FileStore {
  return {
    ...disk,
    read: async (path) => {
      const saved = await disk.read(path);
      const decoded = decodeText(saved);
      const shown = decoded && (await editor.read?.(path));
      return decoded === undefined || shown === undefined ? saved : merge(saved, decoded, shown);
    },
    write: async (path, content, mode) => {
      const text = decodeText(content);
      if (!editor.write || text === undefined || text.encoding !== 'utf-8' || text.bom) return disk.write(path, content, mode);
      const before = await disk.lstat(path);
      try {
        if (!before) await mkdir(dirname(path), { recursive: true });
        await editor.write(path, text.text);
      } catch (error) {
        throw new ToolError('failed', `the editor did not write it: ${(error as Error).message}`);
      }
      // Only a mode that was asked for: an editor keeps that of a file and gives a new one the usual.
      const after = await disk.lstat(path);
      if (after?.isFile() && before && (after.mode & 0o7777) !== mode) await disk.setMode(path, mode);
    },
  };
}

/** The editor's text as the bytes it would save: line endings, encoding and mark are those of the file. */
function merge(saved: Buffer, decoded: DecodedText, shown: string): Buffer {
  const text = shown.replace(/^\ufeff/, '');
  if (unixLines(text) === unixLines(decoded.text)) return saved;
  const isWindows = /\r\n/.test(decoded.text) && !/(^|[^\r])\n/.test(decoded.text);
  const kept = isWindows ? unixLines(text).replaceAll('\n', '\r\n') : text;
  try {
    return encodeText(kept, decoded);
  } catch {
    // Characters the old encoding does not have: the editor will save it as UTF-8.
    return Buffer.from(kept, 'utf8');
  }
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
