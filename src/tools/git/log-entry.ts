export interface LogEntry {
  commit: string;
  author: string;
  date: string;
  subject: string;
}
