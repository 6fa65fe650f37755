import type { z } from 'zod';
import type { ModelInfo } from '../../contract/chat.js';
import type { showShape } from './wire.js';

/** What POST /api/show says, in our words. The context length stands under the model's architecture: `qwen2.context_length`. */
export function toModelInfo(name: string, shown: z.output<typeof showShape>): ModelInfo {
  const { capabilities, details, model_info: info, remote_host: remoteHost } = shown;
  const architecture = info['general.architecture'];
  const own = typeof architecture === 'string' ? info[`${architecture}.context_length`] : undefined;
  const length = own ?? Object.entries(info).find(([key]) => key.endsWith('.context_length'))?.[1];
  const family = details.family || (typeof architecture === 'string' ? architecture : '');
  return {
    name,
    capabilities,
    contextLength: typeof length === 'number' && length > 0 ? Math.floor(length) : 0,
    ...(family ? { family } : {}),
    ...(details.parameter_size ? { parameterSize: details.parameter_size } : {}),
    ...(details.quantization_level ? { quantization: details.quantization_level } : {}),
    ...(remoteHost || isCloudName(name) ? { remote: true } : {}),
  };
}

/** Names of models that run on somebody else's machine. */
export function isCloudName(name: string): boolean {
  return /[:-]cloud$/i.test(name);
}
