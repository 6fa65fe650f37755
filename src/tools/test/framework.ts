import type { Project } from './project.js';
import type { ReadReport } from './report.js';

export const FRAMEWORKS = ['vitest', 'jest', 'mocha', 'node', 'pytest', 'unittest', 'go', 'cargo', 'maven', 'gradle', 'rspec'] as const;
export type FrameworkName = (typeof FRAMEWORKS)[number];

/** What a call asks for. `path` is relative to the project folder with `/`. */
export interface TestRequest {
  path?: string;
  directory: boolean;
  filter?: string;
}

export interface Framework {
  name: FrameworkName;
  /** Does this folder look like a project of it? */
  detect(project: Project): boolean;
  /** argv, first the program. Never a shell, never a watch mode. */
  command(project: Project, request: TestRequest): string[];
  read: ReadReport;
}

/** An option with its value, as one word where the option ends with `=`; no words without a value. */
export function optional(option: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  return option.endsWith('=') ? [`${option}${value}`] : [option, value];
}

/** A path that begins with a dash is a path all the same. */
export function pathWords({ path }: TestRequest): string[] {
  if (path === undefined) return [];
  return [path.startsWith('-') ? `./${path}` : path];
}

/** The filter is plain words; the runner takes a regular expression. */
export function asPattern(filter: string | undefined): string | undefined {
  return filter?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
