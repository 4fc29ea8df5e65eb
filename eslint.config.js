import tseslint from 'typescript-eslint'

const processIsForEntries = ['exit', 'exitCode', 'env', 'argv'].map((property) => ({object: 'process', property}))

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      'node_modules/',
      'test/servers/',
      'src/core/generated/',
      'test/support/types/',
      '**/*.cjs',
      '**/*.js',
      '**/*.mjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {parserOptions: {projectService: true}},
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
      'max-lines': ['error', {max: 250, skipBlankLines: true, skipComments: true}],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        {object: 'vi', property: 'mock', message: 'Needing it means a missing port.'},
      ],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/{cli,action,daemon}.ts', 'src/core/**'],
    rules: {'no-restricted-properties': ['error', ...processIsForEntries]},
  },
  // Flat config replaces a rule's options, it does not merge them: keep core/ out of the block above.
  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'console', 'crypto', 'performance'],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {name: 'node:crypto', allowImportNames: ['createHash']},
            {name: 'crypto', message: 'Write node:crypto.'},
          ],
        },
      ],
      'no-restricted-properties': ['error', {object: 'Date', property: 'now'}, {object: 'Math', property: 'random'}],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'core/ takes the time as an argument.',
        },
        {selector: ':function[async=true]', message: 'core/ does no I/O, so nothing in it waits.'},
      ],
    },
  },
)
