import eslint from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Modules that reach outside the process; each is allowed in one place only. */
const effects = {
  process: ['child_process', 'node:child_process', 'execa'],
  files: ['fs', 'fs/promises', 'node:fs', 'node:fs/promises'],
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.tools/', 'coverage/', 'examples/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only inputs.ts, runner.ts and check.ts read the environment.',
        },
        { object: 'process', property: 'cwd', message: 'Pass the folder in.' },
        { object: 'process', property: 'chdir', message: 'Pass the folder in.' },
        { object: 'process', property: 'exit', message: 'Set process.exitCode and return.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/process/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: effects.process.map((name) => ({ name, message: 'Processes start in process/.' })) },
      ],
    },
  },
  {
    files: ['src/plan/**/*.ts', 'src/trigger/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [...effects.process, ...effects.files].map((name) => ({
            name,
            message: 'This step decides; it touches nothing.',
          })),
          patterns: [{ group: ['@actions/*', 'node:*'], message: 'This step decides; it touches nothing.' }],
        },
      ],
    },
  },
  {
    files: ['src/check.ts', 'src/inputs.ts', 'src/runner.ts', 'src/main.ts', 'src/post.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['__tests__/**/*.ts', 'testbed/**/*.ts', 'script/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
