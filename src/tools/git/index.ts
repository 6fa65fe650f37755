import type { Tool } from '../../contract/tool.js';
import { gitBranch } from './branch.js';
import { gitCommit } from './commit.js';
import { gitDiff } from './diff.js';
import { gitLog } from './log.js';
import { gitStash } from './stash.js';
import { gitStatus } from './status.js';

export const GIT_TOOLS: readonly Tool[] = [gitStatus, gitDiff, gitLog, gitCommit, gitBranch, gitStash];
