import eslint from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { eslintRooms } from './tools/rooms.mjs';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', '.nx/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['packages/*/index.d.mts', 'tools/*.d.mts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Errors of the application or of its session store pass through unchanged, and may be of any type.
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // A CommonJS package needs `export =` and `import x = require()`, and a namespace merged with the class to
    // export types beside the class.
    files: ['packages/*/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }],
      '@typescript-eslint/no-namespace': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: [
      // The error catalogue is data.
      'packages/passport-oauth2-base/src/errors/catalogue.ts',
    ],
    rules: { 'max-lines': ['error', 250], 'max-lines-per-function': ['error', 50] },
  },
  ...eslintRooms,
  {
    // An interface that is merged with one of another package repeats its type parameters, used or not.
    files: ['packages/passport-oauth2-base/src/passport/index.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: { ...globals.node },
    },
  },
);
