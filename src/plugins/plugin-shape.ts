import { z } from 'zod';

const callable = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');
const schema = z.custom<z.ZodType>(
  (value) => typeof (value as { safeParse?: unknown } | null)?.safeParse === 'function',
  'must be a zod schema, such as ocode.z.object({ … })',
);
const word = z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'must be a word of letters, digits, _ and -');

/** What a plugin's function returns. Functions and schemas are kept as they are; `set` is always `plugin`. */
export const pluginShape = z.object({
  name: word,
  tools: z
    .array(
      z.looseObject({
        name: word,
        description: z.string().min(1).max(500),
        input: schema,
        kind: z.enum(['read', 'search', 'edit', 'execute', 'fetch', 'think', 'other']).default('other'),
        aliases: z.array(word).optional(),
        argAliases: z.record(z.string(), z.string()).optional(),
        coerce: callable.optional(),
        access: callable.optional(),
        preview: callable.optional(),
        run: callable,
      }),
    )
    .max(100),
});

/** What `access` of a plugin's tool returns, as the judge understands it (`Access` in the contract). */
export const accessShape = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['read', 'write', 'delete']), path: z.string() }),
    z.object({ kind: z.literal('execute'), command: z.string(), cwd: z.string().optional() }),
    z.object({ kind: z.literal('fetch'), url: z.string() }),
    z.object({ kind: z.literal('call'), target: z.string() }),
    z.object({ kind: z.literal('git'), action: z.enum(['read', 'write']) }),
  ]),
);
