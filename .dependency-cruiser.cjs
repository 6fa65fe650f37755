/** The import table of docs/ARCHITECTURE.md: five floors, arrows only downward, siblings do not know each other. */
const SERVICES = ['context', 'tools', 'session', 'security', 'providers', 'languages', 'mcp', 'plugins', 'config', 'auth', 'git', 'render'];
const only = (from, allowed) => ({
  name: `${from}-may-import`,
  severity: 'error',
  comment: `src/${from} may import ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [from, ...allowed].map((folder) => `^src/${folder}/`) },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contract', ['nothing']),
    only('lib', ['nothing']),
    ...SERVICES.map((service) => only(service, ['contract', 'lib'])),
    only('engine', ['contract', 'lib', 'context', 'tools', 'session', 'security']),
    {
      name: 'engine-knows-managers-by-type-only',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/(context|tools|session|security)/', dependencyTypesNot: ['type-only'] },
    },
    only('modes', ['engine', 'contract', 'lib']),
    {
      name: 'only-compose-constructs-services',
      severity: 'error',
      comment: 'cli/compose*.ts and the commands that show one service; nothing below cli imports cli',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^src/cli/' },
    },
    { name: 'production-does-not-import-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|scripts)/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(wasm|scm)$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
