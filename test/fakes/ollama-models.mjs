// The models of the stand-in server, as Ollama's endpoints tell of them.
import { createHash } from 'node:crypto';

/** @typedef {import('./ollama-server.mjs').FakeModel} FakeModel */

export const DEFAULT_CAPABILITIES = ['completion', 'tools'];

/** @param {FakeModel} model */
export function listed(model) {
  return {
    name: model.name,
    model: model.name,
    modified_at: '2026-08-01T10:00:00Z',
    size: model.size ?? 4_000_000_000,
    digest: hash(`${model.name}${model.contextLength ?? ''}`),
    details: details(model),
    ...(model.remoteHost ? { remote_host: model.remoteHost } : {}),
  };
}

/** @param {FakeModel} model */
export function loaded(model) {
  return { ...listed(model), size_vram: model.size ?? 4_000_000_000, context_length: 16384, expires_at: '2026-08-01T10:30:00Z' };
}

/** @param {FakeModel} model */
export function shown(model) {
  const family = model.family ?? 'qwen2';
  return {
    details: details(model),
    model_info: { 'general.architecture': family, [`${family}.context_length`]: model.contextLength ?? 32768 },
    capabilities: model.capabilities ?? DEFAULT_CAPABILITIES,
    template: '{{ .Prompt }}',
    modified_at: '2026-08-01T10:00:00Z',
    ...(model.remoteHost ? { remote_host: model.remoteHost } : {}),
  };
}

/** @param {FakeModel} model */
function details(model) {
  return { format: 'gguf', family: model.family ?? 'qwen2', parameter_size: '7.6B', quantization_level: 'Q4_K_M' };
}

/** @param {string} text */
export function vector(text) {
  return [...createHash('sha256').update(String(text)).digest().subarray(0, 8)].map((byte) => byte / 255);
}

/** @param {string} text */
export function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** @param {string} name */
export function withTag(name) {
  return name === '' || /:[^/]*$/.test(name) ? name : `${name}:latest`;
}
