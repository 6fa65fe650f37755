/** What `cli/compose.ts` wires: the judge, the guard and what stands around a command. */
export { cleanEnvironment } from './environment.js';
export { narrow, type PlainSettings } from './narrow.js';
export { parseRule, RULE_EXAMPLES, type Rule } from './rules.js';
export { createSandbox, type SandboxOptions } from './sandbox.js';
export { createMasker, isSecretName, MASK } from './secrets.js';
export { createSecurityManager, type PermissionFlags, type SecurityManager, type SecurityManagerOptions } from './security-manager.js';
export { createTrustStore, type TrustStatus, type TrustStore, trustHash } from './trust.js';
export { createSecretWatch } from './unfinished-secret.js';
export { createWorkspace, type WorkspaceOptions } from './workspace.js';
