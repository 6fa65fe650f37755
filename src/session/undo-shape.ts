import { z } from 'zod';

const mode = z.number().int().min(0).max(0o7777);

const pathState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('file'), mode, hash: z.string(), size: z.number() }),
  z.object({ kind: z.literal('folder'), mode }),
  z.object({ kind: z.literal('link'), target: z.string() }),
]);

/** `entry.json` of one journal entry. Paths are relative to the root where they can be; `blob` names the file with the bytes before. */
export const entryShape = z.object({
  time: z.string(),
  session_id: z.string(),
  kind: z.enum(['created', 'modified', 'deleted', 'moved']),
  path: z.string(),
  steps: z.array(z.object({ path: z.string(), before: pathState, after: pathState, blob: z.number().int().optional() })),
});

export type StoredEntry = z.output<typeof entryShape>;
export type StoredStep = StoredEntry['steps'][number];
export type StoredState = StoredStep['before'];
