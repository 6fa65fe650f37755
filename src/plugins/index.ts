export { loadPlugins } from './load-plugins.js';
export { createPluginSource } from './plugin-source.js';
