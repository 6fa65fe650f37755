import { WINDOWS_PATHS } from '../../lib/path-rules.js';

/** What a test run came to, whatever the runner. */
export interface TestReport {
  passed: number;
  failed: number;
  skipped: number;
  failures: TestFailure[];
}

export interface TestFailure {
  name: string;
  /** As the runner wrote it; relative to the project where it says so. */
  file?: string;
  line?: number;
  message: string;
}

/** Reads a runner's output; undefined when it holds no report (the run broke before the tests). Pure. */
export type ReadReport = (output: { stdout: string; stderr: string }, folder: string) => TestReport | undefined;

const PLACE = /(?:file:\/\/)?((?:[A-Za-z]:[\\/]|\.{0,2}\/)?[\w@.+~-]*(?:[\\/][\w@.+~-]+)*\.[A-Za-z]{1,5}):(\d+)(?::\d+)?/g;
const NOT_OURS = /node_modules|^node:|^internal\/|site-packages|\/lib\/python|\/rustc\//;

/** The first `file:line` in a stack trace or message that is the project's own code. Shortened to a relative path. */
export function placeIn(text: string, folder: string): { file: string; line: number } | undefined {
  for (const match of text.replaceAll(`${folder}/`, '').replaceAll(`${folder}\\`, '').matchAll(PLACE)) {
    const file = relativeTo(folder, match[1] ?? '');
    if (!NOT_OURS.test(file)) return { file, line: Number(match[2]) };
  }
  return undefined;
}

export function relativeTo(folder: string, file: string): string {
  const windows = /^[A-Za-z]:[\\/]/.test(folder);
  const plain = file.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, '').replace(/^\.[\\/]/, '');
  if (!windows) return plain.startsWith(`${folder}/`) ? plain.slice(folder.length + 1) : plain;
  const [path, root] = [plain, folder].map(WINDOWS_PATHS.portable) as [string, string];
  return path.toLowerCase().startsWith(`${root.toLowerCase()}/`) ? path.slice(root.length + 1) : path;
}

/** A failure with its place taken from the message when the runner gives none. */
export function failure(name: string, message: string, folder: string, place?: { file?: string | undefined; line?: number | undefined }): TestFailure {
  const file = place?.file === undefined ? undefined : relativeTo(folder, place.file);
  const found = place?.line === undefined ? placeIn(message, folder) : undefined;
  // A line of another file (an assertion helper) does not belong to the file the runner names.
  if (file !== undefined) {
    const line = place?.line ?? (found?.file === file ? found.line : undefined);
    return { name, file, ...(line === undefined ? {} : { line }), message: message.trim() };
  }
  return { name, ...(found ?? {}), message: message.trim() };
}
