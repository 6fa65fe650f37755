/** What people see of the notices of a run unless they ask for all: warnings, and what explains why an answer takes long or may miss the point. */
export function concernsPeople({ level, code }: { level: string; code?: string | undefined }): boolean {
  return level !== 'info' || code === 'retry' || code === 'unread';
}
