#!/usr/bin/env node
// Shim: turns on Node's compile cache where there is one (22.1 and newer), then starts the bundle.
import module from 'node:module';

module.enableCompileCache?.();
await import('../dist/ocode.js');
