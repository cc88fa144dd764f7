/**
 * What each lib's sources may import besides their own files; node: modules too, unless `node` is false.
 * Tests of a lib are free of these rows, and bound by the general rules below.
 */
const LIBS = {
  domain: { libs: [], packages: [], node: false },
  resilience: { libs: [], packages: [], node: false },
  contracts: { libs: ['domain'], packages: ['canonicalize', 'uuid', 'zod'] },
  'event-store': { libs: ['resilience'], packages: ['pg'] },
  messaging: { libs: ['resilience'], packages: 'any' },
  relay: { libs: ['event-store', 'messaging', 'resilience'], packages: 'any' },
  'command-bus': { libs: ['domain', 'event-store', 'resilience'], packages: 'any' },
  'read-model': { libs: ['contracts', 'domain', 'event-store', 'resilience'], packages: 'any' },
  platform: { libs: ['command-bus', 'event-store', 'messaging', 'resilience'], packages: 'any' },
  'local-cluster': { libs: [], packages: 'any' },
};

const TEST = '(\\.spec\\.ts|\\.contract\\.ts)$|(^|/)(test|contract)/|^bench/|^libs/testing/';
const PACKAGE = '(^|/)node_modules/';

function among(names) {
  return names.length > 0 ? `(${names.join('|')})/` : '$.';
}

function rulesOf([name, { libs, packages, node = true }]) {
  const from = { path: `^libs/${name}/`, pathNot: TEST };
  const rule = (what, comment, to) => ({ name: `${name}-${what}`, severity: 'error', comment, from, to });
  const rules = [
    rule('libs', `libs/${name} imports these libs: ${libs.join(', ') || 'none'}`, {
      path: '^(libs|migrations)/',
      pathNot: `^libs/${among([name, ...libs])}`,
    }),
  ];
  if (packages !== 'any') {
    rules.push(
      rule('packages', `libs/${name} imports these packages: ${packages.join(', ') || 'none'}`, {
        path: PACKAGE,
        pathNot: `${PACKAGE}(@types/)?${among(packages)}`,
      }),
    );
  }
  if (!node) rules.push(rule('node', `libs/${name} imports no node: module`, { dependencyTypes: ['core'] }));
  return rules;
}

const general = [
  {
    name: 'no-cycle',
    comment: 'Two files that import each other are one file, or miss a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'A dependency that is not found escapes every other rule.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'lib-by-index-from-lib',
    comment: 'Import another lib as @firstwrite/<lib>: its index.ts says what it promises.',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/', pathNot: '^libs/($1/|[^/]+/src/index\\.ts$)' },
  },
  {
    name: 'lib-by-index',
    comment:
      'Import a lib as @firstwrite/<lib>: its index.ts says what it promises. (What sets jest up knows no aliases, and indexes use them.)',
    from: { pathNot: '^(libs|test/jest)/' },
    to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'migrations-by-index',
    comment: 'Import the migrations as @firstwrite/migrations.',
    from: { pathNot: '^migrations/' },
    to: { path: '^migrations/', pathNot: '^migrations/index\\.ts$' },
  },
  {
    name: 'migrations-libs',
    comment: 'Migrations import libs/event-store, which owns the schema.',
    from: { path: '^migrations/', pathNot: TEST },
    to: { path: '^libs/', pathNot: '^libs/event-store/' },
  },
  {
    name: 'nothing-imports-apps',
    comment: 'Apps are composition roots: what two of them need belongs in a lib.',
    from: { path: '^(libs|migrations)/' },
    to: { path: '^(apps|bench|test)/' },
  },
  {
    name: 'apps-apart',
    comment: 'An app imports no other app, but for those that start others: apps/standalone and apps/launcher.',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|launcher|query-api)/' },
    to: { path: '^(apps|bench|test)/', pathNot: '^apps/$1/' },
  },
  {
    name: 'query-api-own-views',
    comment: 'apps/query-api hosts apps/projector when it keeps views of its own.',
    from: { path: '^apps/query-api/' },
    to: { path: '^(apps|bench|test)/', pathNot: '^apps/(query-api|projector)/' },
  },
  {
    name: 'standalone-roles',
    comment: 'apps/standalone hosts the roles of apps/command-api, apps/query-api and apps/projector.',
    from: { path: '^apps/standalone/' },
    to: { path: '^(apps|bench|test)/', pathNot: '^apps/(standalone|command-api|query-api|projector)/' },
  },
  {
    name: 'launcher-template',
    comment: 'apps/launcher starts apps/standalone, and every other role as a process.',
    from: { path: '^apps/launcher/' },
    to: { path: '^(apps|bench|test)/', pathNot: '^apps/(launcher|standalone)/' },
  },
  {
    name: 'testing-in-tests-only',
    comment: 'libs/testing is for tests.',
    from: { pathNot: TEST },
    to: { path: '^libs/testing/' },
  },
  {
    name: 'no-test-in-sources',
    comment: 'What sources need is a source.',
    from: { pathNot: TEST },
    to: { path: TEST, pathNot: '^libs/testing/|node_modules/' },
  },
  {
    name: 'kafka-client-in-messaging-only',
    comment:
      'kafkajs has known failures; libs/messaging supervises it. (Tests do to topics what the product never does.)',
    from: { pathNot: '^(libs/messaging|examples|test/e2e/cluster)/' },
    to: { path: `${PACKAGE}kafkajs/` },
  },
  {
    name: 'examples-alone',
    comment: "An example is another service's program: it has nothing of ours.",
    from: { path: '^examples/', pathNot: TEST },
    to: { path: '^(apps|libs|migrations|test|bench)/' },
  },
  {
    name: 'no-dev-dependency-in-sources',
    comment: 'A package that the running service needs belongs in "dependencies".',
    from: { path: '^(apps|libs|migrations)/', pathNot: TEST },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
];

module.exports = {
  forbidden: [...general.map((rule) => ({ severity: 'error', ...rule })), ...Object.entries(LIBS).flatMap(rulesOf)],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|bench/(dist|node_modules|rivals|report))/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
