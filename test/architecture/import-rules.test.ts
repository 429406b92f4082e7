// The walls of the house stand: whatever they forbid is planted in a small tree, and the check names the rule it breaks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cruise, createPlantedTree, cruise, type Lint, lint, type PlantedTree } from './planted-tree.ts';

const ROOMS = ['graph', 'sync', 'provision', 'server', 'test', 'scripts'];

/** Where it is planted, what it imports, and the rules that it breaks: these and no others. */
const FORBIDDEN: readonly [place: string, what: string, ...rules: string[]][] = [
  ['graph/models/', 'node:crypto', 'graph-models-are-data'],
  ['graph/models/', 'temporal-polyfill', 'graph-models-are-data'],
  ['graph/models/', 'type graph/transport/transport.ts', 'graph-models-are-data'],
  ['graph/models/', '@microsoft/microsoft-graph-types', 'product-needs-no-dev-packages'],
  ['graph/transport/', 'type sync/index.ts', 'graph-stands-alone'],
  ['graph/advice/', 'provision/index.ts', 'graph-stands-alone'],
  ['graph/advice/', 'server/problems.ts', 'graph-stands-alone'],

  ['sync/core/', 'node:fs', 'sync-core-is-pure'],
  ['sync/core/', 'late node:fs', 'sync-core-is-pure'],
  ['sync/core/', 'undici', 'sync-core-is-pure'],
  ['sync/core/', 'type sync/ports.ts', 'sync-core-is-pure'],
  ['sync/core/', 'type graph/transport/transport.ts', 'sync-core-is-pure'],
  ['sync/core/', 'sync/outlook/outlook.ts', 'sync-core-is-pure'],
  ['sync/core/', 'rrule-temporal', 'product-needs-no-dev-packages', 'sync-core-is-pure'],
  ['sync/run-sync.ts', 'sync/outlook/outlook.ts', 'sync-shell-knows-ports-only'],
  ['sync/pull.ts', 'type graph/transport/transport.ts', 'sync-shell-knows-ports-only'],
  ['sync/apply.ts', 'kysely', 'sync-shell-knows-ports-only'],
  ['sync/settle.ts', 'node:fs', 'sync-shell-knows-ports-only'],
  ['sync/stopped.ts', 'sync/index.ts', 'sync-shell-knows-ports-only'],
  ['sync/outlook/', 'sync/apply.ts', 'outlook-adapter-knows-no-run'],
  ['sync/outlook/', 'sync/index.ts', 'outlook-adapter-knows-no-run'],
  ['sync/outlook/', 'type server/context.ts', 'sync-knows-no-other-room'],
  ['sync/outlook/', 'provision/index.ts', 'sync-knows-no-other-room'],

  ['server/jobs/', 'sync/run-sync.ts', 'sync-has-one-door'],
  ['server/events/', 'type sync/core/plan.ts', 'sync-has-one-door'],
  ['scripts/', 'sync/outlook/outlook.ts', 'sync-has-one-door'],
  ['server/registration/', 'provision/survey.ts', 'provision-has-one-door'],
  ['scripts/', 'provision/azure/sign-in.ts', 'provision-has-one-door'],
  ['server/routes/', 'provision/index.ts', 'only-registration-provisions'],
  ['provision/adapters/', 'server/schemas/settings.ts', 'provision-knows-no-other-room'],
  ['provision/plan/', 'type sync/index.ts', 'provision-knows-no-other-room'],

  ['server/routes/', '@azure/identity', 'azure-sdks-live-in-provision-azure'],
  ['server/registration/', '@azure/identity', 'azure-sdks-live-in-provision-azure'],
  ['provision/commands/', 'type @azure/identity', 'azure-sdks-live-in-provision-azure'],
  ['graph/transport/', '@azure/arm-resources', 'azure-sdks-live-in-provision-azure'],
  ['provision/adapters/', '@azure/arm-resources-subscriptions', 'azure-sdks-live-in-provision-azure'],
  ['server/routes/', '@azure/msal-node', 'msal-lives-in-server-oauth'],
  ['provision/azure/', '@azure/msal-node', 'msal-lives-in-server-oauth'],
  ['test/sandbox/entra/', '@azure/msal-node', 'msal-lives-in-server-oauth'],
  ['test/support/', '@azure/msal-node', 'msal-lives-in-server-oauth'],
  ['sync/outlook/', '@microsoft/microsoft-graph-client', 'graph-client-lives-in-transport'],
  ['server/jobs/', 'type @microsoft/microsoft-graph-client', 'graph-client-lives-in-transport'],

  ['server/web/pages/', 'server/schemas/events.ts', 'web-imports-types-only'],
  ['server/web/pages/', 'graph/models/event.ts', 'web-imports-types-only'],
  ['server/web/pages/', 'type server/events/event-view.ts', 'web-shares-schemas-and-models-only'],
  ['server/web/', 'type graph/transport/transport.ts', 'web-shares-schemas-and-models-only'],
  ['server/web/', 'node:path', 'web-runs-in-a-browser'],

  ['test/sandbox/graph/', 'sync/index.ts', 'sandbox-is-an-independent-witness'],
  ['test/sandbox/entra/', 'type server/oauth/id-token.ts', 'sandbox-is-an-independent-witness'],
  ['test/sandbox/', 'graph/transport/transport.ts', 'sandbox-is-an-independent-witness'],
  ['test/sandbox/', 'test/support/until.ts', 'sandbox-is-an-independent-witness'],
  ['test/sandbox/graph/', 'graph/models/event.ts', 'sandbox-shares-types-only'],
  ['test/sandbox/graph/', 'rrule', 'sandbox-expands-series-by-itself'],
  ['test/sandbox/entra/', 'test/sandbox/graph/service.ts', 'sandbox-entra-meets-others-in-core'],
  ['test/sandbox/graph/', 'test/sandbox/arm/service.ts', 'sandbox-graph-meets-others-in-core'],
  ['test/sandbox/arm/', 'type test/sandbox/entra/service.ts', 'sandbox-arm-meets-others-in-core'],

  ['server/routes/', 'test/support/until.ts', 'nothing-imports-tests-or-scripts'],
  ['server/', 'type test/sandbox/core/world.ts', 'nothing-imports-tests-or-scripts'],
  ['server/', 'scripts/sandbox.ts', 'nothing-imports-tests-or-scripts'],
  ['server/events/one.ts', 'server/events/other.ts', 'no-circles'],
  ['server/events/other.ts', 'type server/events/one.ts', 'no-circles'],
  ['server/plugins/', 'fast-check', 'product-needs-no-dev-packages'],
  // Packages of our packages: there today, gone with their next version.
  ['server/plugins/', 'pino', 'no-undeclared-packages'],
  ['server/plugins/', 'no-such-package', 'resolvable'],
];

/** What the house is made of. */
const ALLOWED: readonly [place: string, what: string][] = [
  ['graph/models/', 'type @microsoft/microsoft-graph-types'],
  ['graph/transport/', '@microsoft/microsoft-graph-client'],
  ['graph/transport/', 'graph/models/error.ts'],
  ['sync/core/', 'rrule'],
  ['sync/core/', 'temporal-polyfill'],
  ['sync/core/', 'windows-iana'],
  ['sync/core/', 'graph/models/event.ts'],
  ['sync/begin.ts', 'sync/ports.ts'],
  ['sync/index.ts', 'sync/outlook/outlook.ts'],
  ['sync/outlook/', 'graph/transport/transport.ts'],
  ['sync/outlook/', 'sync/ports.ts'],
  ['server/jobs/', 'sync/index.ts'],
  ['server/registration/', 'provision/index.ts'],
  ['server/oauth/', '@azure/msal-node'],
  ['server/web/pages/', 'type server/schemas/events.ts'],
  ['server/web/pages/', 'type graph/models/event.ts'],
  ['server/web/vite.config.ts', 'node:path'],
  ['provision/azure/', '@azure/identity'],
  ['provision/azure/', '@azure/arm-resources'],
  ['test/contract/sandbox/arm/', '@azure/keyvault-secrets'],
  ['test/contract/sandbox/entra/', '@azure/msal-node'],
  ['test/contract/sandbox/graph/', '@microsoft/microsoft-graph-client'],
  ['provision/adapters/', 'graph/transport/transport.ts'],
  ['test/sandbox/graph/', 'type graph/models/event.ts'],
  ['test/sandbox/graph/', 'test/sandbox/core/world.ts'],
  ['test/sandbox/graph/', 'rrule-temporal'],
  ['test/sandbox/create-sandbox.ts', 'test/sandbox/entra/service.ts'],
  ['test/unit/', 'sync/core/plan.ts'],
  ['scripts/', 'test/sandbox/start-sandbox.ts'],
];

/** What the planner may not touch, where; and how the rules are called that say so. */
const UNCLEAN: readonly [place: string, code: string, ...rules: string[]][] = [
  ['sync/core/', 'new Date(0)', 'no-restricted-globals'],
  ['sync/core/', 'Date.now()', 'no-restricted-globals', 'no-restricted-properties'],
  ['sync/core/', 'performance.now()', 'no-restricted-globals'],
  ['sync/core/', 'Temporal.Now.instant()', 'no-restricted-properties'],
  ['sync/core/', "Temporal['Now']", 'no-restricted-properties'],
  ['sync/core/', 'Math.random()', 'no-restricted-properties'],
  ['sync/core/', 'crypto.randomUUID()', 'no-restricted-globals'],
  ['sync/core/', 'setTimeout(String, 1)', 'no-restricted-globals'],
  ['sync/core/', 'setInterval(String, 1)', 'no-restricted-globals'],
  ['sync/core/', 'setImmediate(String)', 'no-restricted-globals'],
  ['sync/core/', 'queueMicrotask(String)', 'no-restricted-globals'],
  ['sync/core/', 'AbortSignal.timeout(1)', 'no-restricted-properties'],
  ['sync/core/', "fetch('https://graph.microsoft.com')", 'no-restricted-globals'],
  ['sync/core/', "new WebSocket('wss://graph.microsoft.com')", 'no-restricted-globals'],
  ['sync/core/', 'process.env', 'no-restricted-globals'],
  ['sync/core/', "console.log('')", 'no-console'],
  ['sync/core/', 'globalThis.fetch', 'no-restricted-globals'],
  // The one file that makes the dates which rrule wants, and is as pure as the others.
  ['sync/core/expand-series.ts', '[Date.now(), fetch]', 'no-restricted-globals', 'no-restricted-properties'],
  ['sync/', 'Math.random()', 'no-restricted-properties'],
  ['sync/outlook/', 'Date.now()', 'no-restricted-properties'],
  ['provision/plan/', 'Temporal.Now.instant()', 'no-restricted-properties'],
  ['server/routes/', 'Date.now()', 'no-restricted-properties'],
  ['graph/transport/', 'Math.random()', 'no-restricted-properties'],
];

const CLEAN: readonly [place: string, code: string][] = [
  ['sync/core/', "Temporal.Instant.from('2026-11-24T09:00:00Z')"],
  ['sync/core/', 'Math.max(1, 2)'],
  ['server/main.ts', 'Temporal.Now.instant()'],
];

let tree: PlantedTree;
beforeAll(() => {
  tree = createPlantedTree();
});
afterAll(() => tree.remove());

const key = (place: string, what: string) => `${place} ${what}`;
const stopsTheBuild = ({ severity }: { severity: string }) => severity === 'error';

describe('an import', () => {
  let ours: Cruise;
  let planted: Cruise;
  const files = new Map<string, string>();

  beforeAll(async () => {
    for (const [place, what] of [...FORBIDDEN, ...ALLOWED]) files.set(key(place, what), tree.plantImport(place, what));
    [ours, planted] = await Promise.all([cruise(ROOMS), cruise(ROOMS, tree.folder)]);
  });

  function brokenBy(place: string, what: string): string[] {
    const file = files.get(key(place, what));
    const [dependency, ...others] = planted.modules.find(({ source }) => source === file)?.dependencies ?? [];
    if (!dependency || others.length > 0) throw new Error(`The import in ${file} was not seen.`);
    return (dependency.rules ?? [])
      .filter(stopsTheBuild)
      .map(({ name }) => name)
      .toSorted();
  }

  test.each(FORBIDDEN)('in %s of %s breaks %s', (place, what, ...rules) => {
    expect(brokenBy(place, what)).toEqual(rules);
  });

  test.each(ALLOWED)('in %s of %s is how it is meant', (place, what) => {
    expect(brokenBy(place, what)).toEqual([]);
  });

  test('is held to no rule that was never seen to fail', () => {
    const rules = planted.summary.ruleSetUsed.forbidden.map(({ name }) => name);
    expect(new Set(FORBIDDEN.flatMap(([, , ...broken]) => broken))).toEqual(new Set(rules));
  });

  test('of ours breaks none', () => {
    expect(ours.summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`)).toEqual([]);
    expect(ours.modules.length).toBeGreaterThan(300);
  });
});

describe('code', () => {
  let ours: Lint;
  let planted: Lint;
  const files = new Map<string, string>();

  beforeAll(async () => {
    for (const [place, code] of [...UNCLEAN, ...CLEAN]) {
      const text = `import { Temporal } from 'temporal-polyfill';\nexport const planted = [Temporal, ${code}];\n`;
      files.set(key(place, code), tree.plant(place, text));
    }
    [ours, planted] = await Promise.all([lint(['sync']), lint([...files.values()], tree.folder)]);
  });

  function brokenBy(place: string, code: string): string[] {
    const file = files.get(key(place, code));
    const found = planted.diagnostics.filter(({ filename }) => filename === file);
    return [...new Set(found.filter(stopsTheBuild).map((diagnostic) => diagnostic.code))].toSorted();
  }

  test.each(UNCLEAN)('in %s that says %s breaks %s', (place, code, ...rules) => {
    expect(brokenBy(place, code)).toEqual(rules.map((rule) => `eslint(${rule})`));
  });

  test.each(CLEAN)('in %s may say %s', (place, code) => {
    expect(brokenBy(place, code)).toEqual([]);
  });

  test('of ours breaks none', () => {
    expect(ours.diagnostics.map(({ filename, code }) => `${filename}: ${code}`)).toEqual([]);
  });
});
