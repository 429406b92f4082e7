// Who may import whom. Each rule is a wall of the house that ARCHITECTURE.md draws; a violation fails the build.

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

/** A package, however npm lays it out. */
const npm = (name) => `node_modules/${name}/`;
const GRAPH = '^graph/';

export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle means that two files are one, or that a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only(
      'graph-models-are-data',
      '^graph/models/',
      ['^graph/models/', npm('@microsoft/microsoft-graph-types')],
      'Models are types and literal constants: they import nothing but each other and Microsoft’s own types.',
    ),
    {
      name: 'graph-stands-alone',
      comment: 'graph/ is shared by all rooms, so it may know none of them.',
      severity: 'error',
      from: { path: GRAPH },
      to: { path: '^(provision|sync|server|test|scripts)/' },
    },
    only(
      'sync-core-is-pure',
      '^sync/core/',
      ['^sync/core/', '^graph/models/', npm('rrule'), npm('temporal-polyfill'), npm('windows-iana')],
      'The planner takes data and gives actions. I/O belongs to sync/outlook or behind a port in sync/ports.ts.',
    ),
    {
      name: 'sync-shell-knows-ports-only',
      comment: 'run-sync and its parts are given their adapters; only the door sync/index.ts names one.',
      severity: 'error',
      from: { path: '^sync/[^/]+\\.ts$', pathNot: '^sync/index\\.ts$' },
      to: { path: ['^sync/outlook/', '^graph/transport/', npm('(pg|kysely|undici|fastify)')] },
    },
    {
      name: 'sync-knows-no-other-room',
      severity: 'error',
      from: { path: '^sync/' },
      to: { path: '^(server|provision|test|scripts)/' },
    },
    {
      name: 'sync-has-one-door',
      comment: 'Import sync/index.ts.',
      severity: 'error',
      from: { path: '^(server|provision|scripts)/' },
      to: { path: '^sync/', pathNot: '^sync/index\\.ts$' },
    },
    {
      name: 'provision-has-one-door',
      comment: 'Import provision/index.ts, and only from server/registration.',
      severity: 'error',
      from: { path: '^(server|sync|graph)/' },
      to: { path: '^provision/', pathNot: '^provision/index\\.ts$' },
    },
    {
      name: 'only-registration-provisions',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/registration/' },
      to: { path: '^provision/' },
    },
    {
      name: 'provision-knows-no-server',
      severity: 'error',
      from: { path: '^provision/' },
      to: { path: '^(server|sync|test|scripts)/' },
    },
    {
      name: 'azure-sdks-live-in-provision-azure',
      severity: 'error',
      from: { pathNot: '^(provision/azure|test)/' },
      to: { path: npm('@azure/(identity|arm-[^/]+|keyvault-[^/]+)') },
    },
    {
      name: 'msal-lives-in-server-oauth',
      severity: 'error',
      from: { pathNot: '^(server/oauth|test)/' },
      to: { path: npm('@azure/msal-node') },
    },
    {
      name: 'graph-client-lives-in-transport',
      severity: 'error',
      from: { pathNot: '^(graph/transport|test)/' },
      to: { path: npm('@microsoft/microsoft-graph-client') },
    },
    {
      name: 'web-imports-types-only',
      comment: 'The pages share types with the server, never code.',
      severity: 'error',
      from: { path: '^server/web/' },
      to: {
        path: '^(graph|sync|provision|server|test|scripts)/',
        pathNot: '^server/web/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-shares-schemas-and-models-only',
      severity: 'error',
      from: { path: '^server/web/' },
      to: {
        path: '^(graph|sync|provision|server|test|scripts)/',
        pathNot: ['^server/web/', '^server/schemas/', '^graph/models/'],
      },
    },
    {
      name: 'sandbox-is-an-independent-witness',
      comment:
        'One bug must not live on both sides: the sandbox shares nothing with the product but types of graph/models.',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { path: '^(graph|sync|provision|server|scripts)/', pathNot: '^graph/models/' },
    },
    {
      name: 'sandbox-shares-types-only',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { path: '^graph/models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sandbox-expands-series-by-itself',
      comment: 'rrule is the product’s library; the sandbox uses rrule-temporal.',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { path: npm('rrule') },
    },
    ...['entra', 'graph', 'arm'].map((service) => ({
      name: `sandbox-${service}-meets-others-in-core`,
      severity: 'error',
      from: { path: `^test/sandbox/${service}/` },
      to: { path: '^test/sandbox/(entra|graph|arm)/', pathNot: `^test/sandbox/${service}/` },
    })),
    {
      name: 'nothing-imports-tests-or-scripts',
      severity: 'error',
      from: { pathNot: '^(test|scripts)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-needs-no-dev-packages',
      severity: 'error',
      from: { path: '^(graph|sync|provision|server)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules/\\.cache|server/web/dist|coverage|test-results)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
