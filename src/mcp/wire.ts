import { z } from 'zod';

/**
 * What servers answer, read leniently: one tool, resource or piece of content that breaks the protocol must not take the
 * others with it, so lists are lists of anything here and each item is read by itself.
 */

export const listShapes = {
  'tools/list': z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().nullish() }),
  'resources/list': z.looseObject({ resources: z.array(z.unknown()), nextCursor: z.string().nullish() }),
  'resources/templates/list': z.looseObject({ resourceTemplates: z.array(z.unknown()), nextCursor: z.string().nullish() }),
  'prompts/list': z.looseObject({ prompts: z.array(z.unknown()), nextCursor: z.string().nullish() }),
};
/** Where each answer keeps its list. */
export const LIST_KEYS = {
  'tools/list': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
  'prompts/list': 'prompts',
} as const;
export type ListMethod = keyof typeof listShapes;

export const callResultShape = z.looseObject({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});
export type CallResult = z.output<typeof callResultShape>;

export const readResultShape = z.looseObject({ contents: z.array(z.looseObject({ uri: z.string() })) });

export const promptResultShape = z.looseObject({
  description: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

export const toolShape = z.looseObject({
  name: z.string().min(1),
  title: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  inputSchema: z.unknown().optional(),
  annotations: z
    .looseObject({ readOnlyHint: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  execution: z.looseObject({ taskSupport: z.string().optional() }).optional().catch(undefined),
});
export type ServerTool = z.output<typeof toolShape>;

const text = z.string().optional().catch(undefined);
export const resourceShape = z.looseObject({ uri: z.string(), name: z.string().catch(''), description: text, mimeType: text });
export type ServerResource = z.output<typeof resourceShape>;

export const templateShape = z.looseObject({ uriTemplate: z.string(), name: z.string().catch(''), description: text, mimeType: text });
export type ServerTemplate = z.output<typeof templateShape>;

export const promptShape = z.looseObject({
  name: z.string().min(1),
  description: text,
  arguments: z
    .array(z.looseObject({ name: z.string(), description: text, required: z.boolean().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});
export type ServerPrompt = z.output<typeof promptShape>;
