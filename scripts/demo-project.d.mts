export const QUESTION: string;
export const TASK: string;
export const TEST_QUESTION: string;
export const WHY_QUESTION: string;
/** Text by path. */
export const DEMO_FILES: Record<string, string>;
export function startDemoServer(options?: { chunkDelayMs?: number }): Promise<{ url: string; model: string; standIn: true; close(): Promise<void> }>;
