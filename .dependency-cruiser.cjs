const { rooms: LIBS } = require('./test/architecture/rooms.cjs');

const TEST = '(\\.spec\\.ts|\\.contract\\.ts)$|(^|/)(test|contract)/|^bench/|^libs/testing/';
const DOMAIN = '^libs/shop/(domain|.+/domain)/';
const PACKAGE = '(^|/)node_modules/';

function among(names) {
  return names.length > 0 ? `(${names.join('|')})/` : '$.';
}

function rulesOf([name, { libs, packages }]) {
  const from = { path: `^libs/${name}/`, pathNot: TEST };
  const rule = (what, comment, to) => ({ name: `${name}-${what}`, severity: 'error', comment, from, to });
  const rules = [
    rule('libs', `libs/${name} imports these libs: ${libs.join(', ') || 'none'}`, {
      path: '^libs/',
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
    name: 'domain-is-pure',
    comment:
      'A decider imports the words and deciders of the shop, and nothing else: ' +
      'no package, no node: module, no other room.',
    from: { path: DOMAIN, pathNot: TEST },
    to: { pathNot: DOMAIN },
  },
  {
    name: 'engine-and-ground-know-no-shop',
    comment: 'The engine is given what the shop has, by the catalogue.',
    from: { path: '^(libs/(?!shop(-client)?/)|migrations/)', pathNot: TEST },
    to: { path: '^libs/shop/' },
  },
  {
    name: 'app-imports-libs-only',
    comment: 'An app is a few lines: what two of them need belongs in libs/roles.',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^(apps|bench|test)/', pathNot: '^apps/$1/' },
  },
  {
    name: 'lib-by-index-from-lib',
    comment:
      'Import another room as @firstwrite/<room>: its index.ts says what it promises. ' +
      'Tests may share what is in test/.',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/', pathNot: '^libs/($1/|[^/]+/index\\.ts$|[^/]+/(test|contract)/|[^/]+/[^/]+/test/)' },
  },
  {
    name: 'lib-by-index',
    comment:
      'Import a room as @firstwrite/<room>: its index.ts says what it promises. ' +
      '(What sets jest up runs without jest, which libs/testing as a whole needs; ' +
      'and tests share what their rooms have in test/.)',
    from: { pathNot: '^(libs|test/jest)/' },
    to: { path: '^libs/', pathNot: '^libs/[^/]+/(index\\.ts$|test/|[^/]+/test/)' },
  },
  {
    name: 'migrations-by-index',
    comment: 'Import the migrations as @firstwrite/migrations.',
    from: { pathNot: '^migrations/' },
    to: { path: '^migrations/', pathNot: '^migrations/index\\.ts$' },
  },
  {
    name: 'migrations-libs',
    comment: 'Migrations import libs/event-store, which owns the schema, and libs/postgres.',
    from: { path: '^migrations/', pathNot: TEST },
    to: { path: '^libs/', pathNot: '^libs/(event-store|postgres)/' },
  },
  {
    name: 'nothing-imports-apps',
    comment: 'Apps are composition roots: what two of them need belongs in libs/roles.',
    from: { path: '^(libs|migrations|bench|test)/' },
    to: { path: '^apps/' },
  },
  {
    name: 'libs-import-no-tests',
    comment: 'What a room needs is in the room.',
    from: { path: '^(libs|migrations)/' },
    to: { path: '^(bench|test)/' },
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
