/** One path of `git status --porcelain=v2`. */
export interface GitStatusEntry {
  path: string;
  /** Where a renamed or copied file was before. */
  from?: string;
  /** State in the index and in the work tree: one letter each, `.` for unchanged, `?` untracked, `U` in conflict. */
  index: string;
  worktree: string;
  conflict: boolean;
}

export interface GitStatus {
  /** Undefined when HEAD is detached. */
  branch?: string;
  /** Abbreviated commit; undefined before the first one. */
  commit?: string;
  upstream?: string;
  ahead: number;
  behind: number;
  entries: GitStatusEntry[];
}

/** Reads the output of `git status --porcelain=v2 --branch -z` (git-status(1), "Porcelain Format Version 2"). */
export function parseGitStatus(output: string): GitStatus {
  const status: GitStatus = { ahead: 0, behind: 0, entries: [] };
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const line = fields[at] ?? '';
    if (line.startsWith('# ')) readHeader(line.slice(2), status);
    else if (line.startsWith('1 ')) status.entries.push(entry(line, 8));
    else if (line.startsWith('u ')) status.entries.push({ ...entry(line, 10), conflict: true });
    else if (line.startsWith('? ')) status.entries.push({ path: line.slice(2), index: '?', worktree: '?', conflict: false });
    else if (line.startsWith('2 ')) {
      at += 1;
      status.entries.push({ ...entry(line, 9), from: fields[at] ?? '' });
    }
  }
  return status;
}

function readHeader(line: string, status: GitStatus): void {
  const space = line.indexOf(' ');
  const value = line.slice(space + 1);
  switch (line.slice(0, space)) {
    case 'branch.oid':
      if (value !== '(initial)') status.commit = value.slice(0, 8);
      break;
    case 'branch.head':
      if (value !== '(detached)') status.branch = value;
      break;
    case 'branch.upstream':
      status.upstream = value;
      break;
    case 'branch.ab': {
      const counts = /^\+(\d+) -(\d+)$/.exec(value);
      status.ahead = Number(counts?.[1] ?? 0);
      status.behind = Number(counts?.[2] ?? 0);
    }
  }
}

/** `columns`: how many space-separated columns stand before the path, which may hold spaces itself. */
function entry(line: string, columns: number): GitStatusEntry {
  const path = line.split(' ').slice(columns).join(' ');
  return { path, index: line[2] ?? '.', worktree: line[3] ?? '.', conflict: false };
}
