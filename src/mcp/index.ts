export type { McpServerConfig } from './config.js';
export { createMcpManager, type McpManager, type McpManagerOptions, type McpPrompt, type McpServerStatus } from './manager.js';
export type { OpenBrowser, TokenStore } from './oauth.js';
export type { Elicit, Elicitation, McpTimeouts, Person } from './ports.js';
export { type ApproveSampling, cutAnswer, type Sample, type SampledAnswer, type SamplingRequest } from './sampling.js';
