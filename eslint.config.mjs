import tseslint from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', '**/*.contract.ts', '**/test/**/*.ts', 'libs/testing/**/*.ts'];
const NODE_SCRIPT_GLOBALS = [
  '__dirname',
  'Buffer',
  'clearTimeout',
  'console',
  'exports',
  'fetch',
  'module',
  'process',
  'require',
  'setTimeout',
  'URL',
];

/** Sizes beyond which a file or a function asks to be split. */
const sizes = {
  'max-depth': ['error', 3],
  // The formatter breaks code; comments and strings are broken by hand. An address and a pattern cannot be broken.
  'max-len': ['error', { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true }],
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', 60],
  'max-params': ['error', 4],
};

/** For every language; most of what else ESLint knows, the type checker finds. */
const plain = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-debugger': 'error',
  'no-duplicate-case': 'error',
  'no-else-return': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-param-reassign': 'error',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'no-unsafe-finally': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

const restrictedImports = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      paths: [{ name: 'kafkajs', message: 'kafkajs lives in libs/messaging: use the port that it offers.' }],
    },
  ],
};

const restrictedSyntax = {
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
    { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module of its own.' },
  ],
};

const typeChecked = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    {
      argsIgnorePattern: '^_',
      varsIgnorePattern: '^_',
      destructuredArrayIgnorePattern: '^_',
      ignoreRestSiblings: true,
    },
  ],
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],

  // A Nest module is a class with a decorator and nothing else.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // A property read as record['column'] says that the compiler does not know it.
  '@typescript-eslint/dot-notation': 'off',
  // `return reject(error)` is one thought, and so is `() => stop()`.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // `async () => void (value = await …)` says that a hook gives nothing back.
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // Nest declares the types of its options as classes; everybody passes literals.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // The caller of execute<Reply>() or query<Row>() says what comes back.
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
  // A port's method is async for all its adapters, also the one in memory that has nothing to wait for.
  '@typescript-eslint/require-await': 'off',
  // An endless loop has its ends inside.
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'always' }],
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      '.firstwrite/',
      'bench/results/',
      'bench/dist/',
      'bench/node_modules/',
      'bench/rivals/',
      'bench/report/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { rules: { ...sizes, ...plain } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...typeChecked, ...restrictedImports, ...restrictedSyntax },
  },
  {
    files: ['**/*.cjs', '**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(NODE_SCRIPT_GLOBALS.map((name) => [name, 'readonly'])),
    },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
  { files: ['**/*.cjs', '**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  {
    files: ['libs/messaging/**/*.ts', 'test/e2e/cluster/kafka-admin.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { files: ['apps/cli/**', '**/bin/**', 'bench/**', 'examples/**'], rules: { 'no-console': 'off' } },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The matchers of jest and the bodies of replies are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // What a test awaits or expects to fail may be missing: then the test fails.
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      'no-template-curly-in-string': 'off',
      // A skipped test says so aloud.
      'no-console': ['error', { allow: ['warn'] }],
    },
  },
  // Programs that tests start speak through their output.
  { files: ['**/test/**/*.ts'], rules: { 'no-console': 'off' } },
);
