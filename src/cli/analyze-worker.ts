import { serveReadJobs } from '../context/analyze/worker-loop.js';
import { createAnalyzer } from '../languages/analyzer.js';

/** Entry of the worker threads that read and parse files (a file of its own in `dist/`). */
serveReadJobs(createAnalyzer());
