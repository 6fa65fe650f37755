export type { McpServerConfig } from './config.js';
export { createMcpManager, type McpManager, type McpManagerOptions } from './manager.js';
export type { OpenBrowser, TokenStore } from './oauth.js';
export type { NamesStore, ServerNames } from './ports.js';
export { type ApproveSampling, cutAnswer, type Sample, type SampledAnswer } from './sampling.js';
