import vitest from '@vitest/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const DOOR = 'src/action/report/reporter.ts';
const GO_THERE = `Use ${DOOR}.`;

const OTHER_DOORS = [
  {
    name: '@actions/core',
    allowImportNames: ['getInput', 'getState', 'saveState'],
    message: GO_THERE,
  },
  ...['console', 'node:console', 'process', 'node:process', 'tty', 'node:tty'].map((name) => ({
    name,
    message: GO_THERE,
  })),
  ...['fs', 'node:fs'].map((name) => ({
    name,
    importNames: ['default', 'write', 'writeSync', 'writev', 'writevSync', 'createWriteStream'],
    message: GO_THERE,
  })),
];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A new kind of failure or state must be met everywhere that tells kinds apart.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
    },
  },
  {
    // Text from outside reaches the log, the outputs and the summary through one door alone, so
    // that it can never be a workflow command. The sandbox is a program of its own.
    files: ['src/**/*.ts'],
    ignores: ['src/sandbox/**', DOOR],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: OTHER_DOORS }],
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr', 'emitWarning', 'binding', '_rawDebug'].map((property) => ({
          object: 'process',
          property,
          message: GO_THERE,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression[source.value=/^@actions.core/]', message: GO_THERE },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      // The only way for checked JavaScript to name the types of a package that has none.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always' }],
      '@typescript-eslint/no-unsafe-assignment': 'off', // it does not see casts in JSDoc
    },
  },
  {
    files: ['**/*.cjs', 'test/examples/cypress/*'],
    extends: [tseslint.configs.disableTypeChecked], // outside tsconfig.json
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['test/**/*.{test,e2e}.ts'],
    extends: [vitest.configs.recommended],
    rules: {
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
      'vitest/no-conditional-expect': 'error',
    },
  },
);
