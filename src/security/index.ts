/** What `cli/compose.ts` wires: the judge, the guard and what stands around a command. */
export { parseRule, RULE_EXAMPLES, type Rule } from './rules.js';
export { createSecurityManager, type PermissionFlags, type SecurityManager, type SecurityManagerOptions } from './security-manager.js';
export { createWorkspace, type WorkspaceOptions } from './workspace.js';
