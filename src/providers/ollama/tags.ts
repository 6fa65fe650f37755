/** A model as `/api/tags` lists it. Fields that a version lacks are empty, 0 or absent. */
export interface Tag {
  name: string;
  size: number;
  modified_at: string;
  digest: string;
  /** Of a model that runs elsewhere. */
  remote_host: string;
}

/** The answer to `/api/tags`; undefined when it is none. Read by hand: it is asked at every start, and making a zod shape takes longer than asking. */
export function readTags(value: unknown): Tag[] | undefined {
  if (!isObject(value)) return undefined;
  const models = value.models ?? [];
  if (!Array.isArray(models) || !models.every((model) => isObject(model) && typeof model.name === 'string')) return undefined;
  return models.map((model) => ({
    name: model.name,
    size: typeof model.size === 'number' ? model.size : 0,
    modified_at: text(model.modified_at),
    digest: text(model.digest),
    remote_host: text(model.remote_host),
  }));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
