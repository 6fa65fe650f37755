#!/usr/bin/env node
import '../dist/ocode.js';
