import { serveReadJobs } from '../context/analyze/worker-loop.js';
import { createAnalyzer } from '../languages/analyzer.js';
import { startRuntime } from '../lib/tree-sitter.js';
import { inlineLess } from '../lib/v8-flags.js';

/** Entry of the worker threads that read and parse files (a file of its own in `dist/`). */

inlineLess();

serveReadJobs(createAnalyzer());
// The first files may still be looked for. A failure shows when the first of them is read.
startRuntime({ forMany: true }).catch(() => {});
