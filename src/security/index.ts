/** What `cli/compose.ts` wires: the judge, the guard and what stands around a command. */
export { cleanEnvironment } from './environment.js';
export { narrow } from './narrow.js';
export { unreadByRules } from './rule-book.js';
export { parseRule, RULE_EXAMPLES } from './rules.js';
export { createSandbox } from './sandbox.js';
export { createMasker } from './secrets.js';
export { createSecurityManager, type SecurityManager } from './security-manager.js';
export { createTrustStore, type TrustStore } from './trust.js';
export { createSecretWatch } from './unfinished-secret.js';
export { createWorkspace } from './workspace.js';
