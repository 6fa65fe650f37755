import { OCodeError } from '../contract/error.js';
import { nearest } from '../lib/nearest.js';
import { createOllama } from './ollama/index.js';
import { createOpenAi } from './openai/index.js';
import type { Provider, ProviderOptions } from './provider.js';

export { isLocalHost, parseHost as checkHost } from './host.js';
export type { Provider, ProviderOptions } from './provider.js';

/** One line a provider. */
const PROVIDERS: Readonly<Record<string, (options: ProviderOptions) => Provider>> = {
  ollama: createOllama,
  openai: createOpenAi,
};

/** Those that need no entry in the settings. */
export const PROVIDER_NAMES: readonly string[] = Object.keys(PROVIDERS);

/**
 * Which of these a name means. `configured`: the settings have an entry `providers.<name>`; such a name of a person's own
 * choice is a server that speaks OpenAI's protocol.
 */
export function providerKind(name: string, configured: boolean): string {
  return configured && !Object.hasOwn(PROVIDERS, name) ? 'openai' : name;
}

/** Makes the clients of one provider; nothing is connected yet. Throws `config` for an unknown name or a host that cannot be read. */
export function createProvider(name: string, options: ProviderOptions = {}): Provider {
  const create = Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
  if (create) return create(options);
  const near = nearest(name, PROVIDER_NAMES);
  throw new OCodeError('config', `there is no provider ${JSON.stringify(name)}`, {
    hint: `${near ? `did you mean ${near}? ` : ''}there are ${PROVIDER_NAMES.join(', ')}`,
  });
}
