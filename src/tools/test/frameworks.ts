import type { Framework } from './framework.js';
import { JAVASCRIPT_FRAMEWORKS } from './javascript-frameworks.js';
import { OTHER_FRAMEWORKS } from './other-frameworks.js';
import { PYTHON_FRAMEWORKS } from './python-frameworks.js';

/** In the order they are looked for. Python comes last: any file of requirements may mean it. */
export const FRAMEWORK_LIST: readonly Framework[] = [...JAVASCRIPT_FRAMEWORKS, ...OTHER_FRAMEWORKS, ...PYTHON_FRAMEWORKS];
