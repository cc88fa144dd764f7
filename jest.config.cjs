const withServer = {
  globalSetup: '<rootDir>/test/jest/global-setup.cjs',
  globalTeardown: '<rootDir>/test/jest/global-teardown.cjs',
};

const tier = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
  testEnvironment: '<rootDir>/test/jest/shared-code-environment.cjs',
  transform: {
    '\\.ts$': '<rootDir>/test/jest/source-transformer.cjs',
    '\\.m?js$': '<rootDir>/test/jest/esm-transformer.cjs',
  },
  transformIgnorePatterns: [],
  moduleNameMapper: {
    '^@firstwrite/migrations$': '<rootDir>/migrations/index.ts',
    '^@firstwrite/([^/]+)$': '<rootDir>/libs/$1/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.firstwrite/'],
  ...more,
});

module.exports = {
  // Ends what hangs, and nothing else: a machine that others load may take minutes for what takes seconds on a quiet
  // one.
  testTimeout: 300_000,
  projects: [
    tier(
      'unit',
      [
        'libs/**/!(*.int|*.e2e).spec.ts',
        'apps/**/!(*.int|*.e2e).spec.ts',
        'bench/**/!(*.int).spec.ts',
        'examples/**/!(*.int).spec.ts',
        'test/architecture/**/*.spec.ts',
        'test/campaigns/*.spec.ts',
        'test/{containers,fixture-shop,path-weight}/**/!(*.int).spec.ts',
      ],
      { setupFilesAfterEnv: ['<rootDir>/test/jest/unit-limits.ts'] },
    ),
    tier(
      'int',
      [
        '{libs,apps,migrations,examples,bench}/**/*.int.spec.ts',
        'test/{containers,fixture-shop,path-weight}/**/*.int.spec.ts',
      ],
      withServer,
    ),
    tier('e2e', ['test/**/*.e2e.spec.ts']),
    // Not a tier of `npm test`: minutes of faults, started by `npm run campaign`.
    tier('campaign', ['test/campaigns/*.campaign.ts']),
  ],
};
