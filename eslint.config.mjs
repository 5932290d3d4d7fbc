import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A library that only one folder may import. Everybody else goes through that folder. */
const owned = {
  'dockerfile-ast': 'server/dockerfile/',
  unbash: 'server/dockerfile/',
};
const ownedExcept = (...folders) =>
  Object.entries(owned)
    .filter(([, owner]) => !folders.includes(owner))
    .map(([name, owner]) => ({ name, message: `Only ${owner} imports it.` }));

const nodeBuiltins = {
  regex: '^node:',
  message:
    'Not here: this code also runs in a web worker. Take what you need through a port (server/ports.ts).',
};
const editors = {
  regex: '^(vscode$|vscode-languageserver|vscode-languageclient|vscode-jsonrpc)',
  message: 'The core knows neither the editor nor its protocol; map in server/lsp/ or client/.',
};
const up = (regex, message) => ({ regex, message });

/** What the core gets through ports, and what would tie it to one platform. */
const impureGlobals = [
  'process', 'console', 'performance', 'fetch', 'XMLHttpRequest', 'WebSocket', 'setTimeout', 'setInterval',
  'setImmediate', 'queueMicrotask', 'Buffer', 'require', '__dirname', '__filename', 'window', 'self', 'globalThis',
  'document', 'navigator', 'localStorage', 'crypto', 'Worker',
]; // prettier-ignore

const core = {
  files: ['server/**/*.ts'],
  ignores: ['server/lsp/**', 'server/cli/**', 'server/platform/**', 'server/main.*.ts'],
};
const restrictImports = (paths, patterns) => ({ 'no-restricted-imports': ['error', { paths, patterns }] });

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    'node_modules/',
    '.cache/',
    'test-results/',
    'examples/',
    'test/build/projects/',
    'test/fixtures/',
    'test/**/workspace/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.core.json', 'tsconfig.node.json', 'tsconfig.browser.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Control characters are what a parser of files looks for.
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', setTimeout: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { process: 'readonly', console: 'readonly' } },
  },
  {
    files: ['shared/**/*.ts'],
    rules: restrictImports([], [up('^(?!\\./)', 'shared/ imports nothing but itself.')]),
  },
  {
    ...core,
    rules: {
      ...restrictImports(ownedExcept(), [
        nodeBuiltins,
        editors,
        up('/(lsp|cli|platform)/', 'The core does not know who uses it.'),
        up('/client/', 'The server does not know the client.'),
      ]),
      'no-restricted-globals': [
        'error',
        ...impureGlobals.map((name) => ({
          name,
          message: 'The core is pure: use a port (server/ports.ts).',
        })),
      ],
    },
  },
  ...['server/dockerfile/', 'server/context/'].map((folder) => ({
    files: [`${folder}**/*.ts`],
    rules: restrictImports(ownedExcept(folder), [nodeBuiltins, editors]),
  })),
  {
    files: ['server/lsp/**/*.ts', 'server/platform/browser/**/*.ts', 'server/main.browser.ts'],
    rules: restrictImports(ownedExcept(), [
      nodeBuiltins,
      up('^(vscode$|vscode-languageclient)', 'The server runs in every editor.'),
      up('/client/', 'The server does not know the client.'),
    ]),
  },
  {
    files: [
      'server/cli/**/*.ts',
      'server/platform/node/**/*.ts',
      'server/main.node.ts',
      'server/main.cli.ts',
    ],
    rules: restrictImports(ownedExcept(), [
      up('^(vscode$|vscode-languageclient)', 'The server runs in every editor.'),
      up('/client/', 'The server does not know the client.'),
    ]),
  },
  {
    files: ['client/**/*.ts'],
    rules: restrictImports(
      [],
      [
        up(
          '^(?!(\\.\\.?/.*|vscode|vscode-languageclient(/node|/browser)?)$)',
          'The client is thin: only shared/, vscode and vscode-languageclient.',
        ),
        up('/server/', 'The client talks to the server, it does not contain it.'),
      ],
    ),
  },
);
