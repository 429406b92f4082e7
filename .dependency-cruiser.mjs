// Who may import whom. Each rule is a wall of the house that ARCHITECTURE.md draws; a violation fails the build.

const forbid = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

/** A package, however npm lays it out. */
const npm = (name) => `node_modules/${name}/`;

/** Whatever is imported from these files must be one of the allowed: files, packages, and Node's own modules alike. */
const only = (name, from, allowed, comment) => forbid(name, from, { pathNot: allowed }, comment);

/** Of our own files, these import the allowed ones; packages and Node's modules are free. What is missing is no file. */
const onlyOfOurs = (name, from, allowed, comment) =>
  forbid(name, from, { pathNot: [...allowed, 'node_modules/'], dependencyTypesNot: ['core', 'unknown'] }, comment);

const rooms = [
  onlyOfOurs(
    'graph-stands-alone',
    { path: '^graph/' },
    ['^graph/'],
    'graph/ is shared by all rooms, so it may know none of them.',
  ),
  only(
    'graph-models-are-data',
    { path: '^graph/models/' },
    ['^graph/models/', npm('@microsoft/microsoft-graph-types')],
    'Models are types and literal constants: they import nothing but each other and Microsoft’s own types.',
  ),
  onlyOfOurs(
    'sync-knows-no-other-room',
    { path: '^sync/' },
    ['^sync/', '^graph/'],
    'What the server has to offer comes in through sync/ports.ts.',
  ),
  onlyOfOurs(
    'provision-knows-no-other-room',
    { path: '^provision/' },
    ['^provision/', '^graph/'],
    'The server is reached over HTTP, as from any other machine.',
  ),
  forbid(
    'nothing-imports-tests-or-scripts',
    { pathNot: '^(test|scripts)/' },
    { path: '^(test|scripts)/' },
    'What the product needs belongs to the product.',
  ),
];

const doors = [
  forbid(
    'sync-has-one-door',
    { pathNot: '^(sync|test)/' },
    { path: '^sync/', pathNot: '^sync/index\\.ts$' },
    'Import sync/index.ts.',
  ),
  forbid(
    'provision-has-one-door',
    { pathNot: '^(provision|test)/' },
    { path: '^provision/', pathNot: '^provision/index\\.ts$' },
    'Import provision/index.ts.',
  ),
  forbid(
    'only-registration-provisions',
    { path: '^server/', pathNot: '^server/registration/' },
    { path: '^provision/' },
    'Ask server/registration.',
  ),
];

const sync = [
  only(
    'sync-core-is-pure',
    { path: '^sync/core/' },
    ['^sync/core/', '^graph/models/', npm('rrule'), npm('temporal-polyfill'), npm('windows-iana')],
    'The planner takes data and gives actions. I/O belongs to sync/outlook or behind a port in sync/ports.ts.',
  ),
  only(
    'sync-shell-knows-ports-only',
    { path: '^sync/[^/]+\\.ts$', pathNot: '^sync/index\\.ts$' },
    ['^sync/core/', '^sync/(?!index\\.ts$)[^/]+\\.ts$', '^graph/models/', npm('temporal-polyfill')],
    'run-sync and its parts are given their adapters; only the door sync/index.ts names one.',
  ),
  forbid(
    'outlook-adapter-knows-no-run',
    { path: '^sync/outlook/' },
    { path: '^sync/[^/]+\\.ts$', pathNot: '^sync/ports\\.ts$' },
    'An adapter serves its port, and does not know who calls it.',
  ),
];

/** The sandbox is tried with Microsoft’s own packages as they are. */
const TRIALS_OF_THE_SANDBOX = '^test/contract/sandbox/';

const microsoftPackages = [
  forbid(
    'azure-sdks-live-in-provision-azure',
    { pathNot: ['^provision/azure/', TRIALS_OF_THE_SANDBOX] },
    { path: npm('@azure/(identity|arm-[^/]+|keyvault-[^/]+)') },
    'Sign-in and Azure are a port of provision/; the server gets to them through provision/index.ts.',
  ),
  forbid(
    'msal-lives-in-server-oauth',
    { pathNot: ['^server/oauth/', TRIALS_OF_THE_SANDBOX] },
    { path: npm('@azure/msal-[^/]+') },
    'Users’ tokens are the business of server/oauth alone.',
  ),
  forbid(
    'graph-client-lives-in-transport',
    { pathNot: ['^graph/transport/', TRIALS_OF_THE_SANDBOX] },
    { path: npm('@microsoft/microsoft-graph-client') },
    'Ask graph/transport for a client: that one is held to the allow list and redacts.',
  ),
];

const web = [
  forbid(
    'web-imports-types-only',
    { path: '^server/web/' },
    { pathNot: ['^server/web/', 'node_modules/'], dependencyTypesNot: ['core', 'type-only', 'unknown'] },
    'The pages share types with the server, never code: write `import type`.',
  ),
  onlyOfOurs(
    'web-shares-schemas-and-models-only',
    { path: '^server/web/' },
    ['^server/web/', '^server/schemas/', '^graph/models/'],
    'What the pages and the server say to each other stands in server/schemas.',
  ),
  forbid(
    'web-runs-in-a-browser',
    { path: '^server/web/', pathNot: '^server/web/vite\\.config\\.ts$' },
    { dependencyTypes: ['core'] },
    'A browser has none of Node’s modules.',
  ),
];

const sandbox = [
  onlyOfOurs(
    'sandbox-is-an-independent-witness',
    { path: '^test/sandbox/' },
    ['^test/sandbox/', '^graph/models/'],
    'One bug must not live on both sides: the sandbox shares nothing with the product but types of graph/models.',
  ),
  forbid(
    'sandbox-shares-types-only',
    { path: '^test/sandbox/' },
    { path: '^graph/models/', dependencyTypesNot: ['type-only'] },
    'Write `import type`, and state a constant again.',
  ),
  forbid(
    'sandbox-expands-series-by-itself',
    { path: '^test/sandbox/' },
    { path: npm('rrule') },
    'rrule is the product’s library; the sandbox uses rrule-temporal.',
  ),
  ...['entra', 'graph', 'arm'].map((service) =>
    forbid(
      `sandbox-${service}-meets-others-in-core`,
      { path: `^test/sandbox/${service}/` },
      { path: '^test/sandbox/(entra|graph|arm)/', pathNot: `^test/sandbox/${service}/` },
      'What two services share belongs to test/sandbox/core.',
    ),
  ),
];

const everywhere = [
  forbid('no-circles', {}, { circular: true }, 'A circle means that two files are one, or that a third is missing.'),
  forbid(
    'no-undeclared-packages',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    'Add it to package.json, with its exact version.',
  ),
  forbid(
    'product-needs-no-dev-packages',
    { path: '^(graph|sync|provision|server)/' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    'An installation without development packages would end at this import.',
  ),
  forbid('resolvable', {}, { couldNotResolve: true }, 'There is no such file or package.'),
];

export default {
  forbidden: [...rooms, ...doors, ...sync, ...microsoftPackages, ...web, ...sandbox, ...everywhere],
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
