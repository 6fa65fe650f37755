import { setFlagsFromString } from 'node:v8';
import { serveReadJobs } from '../context/analyze/worker-loop.js';
import { createAnalyzer } from '../languages/analyzer.js';
import { startRuntime } from '../lib/tree-sitter.js';

/** Entry of the worker threads that read and parse files (a file of its own in `dist/`). */

// A worker lives for seconds: what V8's optimizing compiler would make of deeply inlined code takes it longer than the code then saves.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=250');

serveReadJobs(createAnalyzer());
// The first files may still be looked for. A failure shows when the first of them is read.
startRuntime({ forMany: true }).catch(() => {});
