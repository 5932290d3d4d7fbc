import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoMod, parseGoWork } from '../../server/project/go/go-mod.ts';
import { readGoSource } from '../../server/project/go/go-source.ts';
import {
  npmrcHoldsCredential,
  readNodeLinker,
  yarnrcHoldsCredential,
} from '../../server/project/node/install-files.ts';
import { readManifest } from '../../server/project/node/manifest.ts';
import { resolveScript } from '../../server/project/node/start-script.ts';
import { expandWorkspaces, readPnpmWorkspace } from '../../server/project/node/workspaces.ts';
import { readPipfile, readPyProject } from '../../server/project/python/pyproject.ts';
import { parseRequirements } from '../../server/project/python/requirements.ts';
import { readLiteralOption } from '../../server/project/sources/config-literal.ts';
import { findCalls } from '../../server/project/sources/calls.ts';
import { tokenize } from '../../server/project/sources/tokens.ts';
import type { SourceLanguage } from '../../server/project/sources/tokens.ts';
import { projectOf } from './support.ts';

/** Text that looks a little like what the readers expect, so that they get past their first line. */
const fragments = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '{', '}', '[', ']', '(', ')', '"', "'", '`', '${', '\n', '\r\n', '  ', ':', ',', '=', '=>', '@', '/', '\\', '#', '//', '/*', '*/', '"""',
      'packages', 'importers:', 'snapshots', 'dependencies', 'lockfileVersion: 9', '"lockfileVersion": 3', '__metadata:', 'version "1"', 'a@^1:', '__proto__',
      'module x', 'require (', 'replace a => ../b', '-r x', '[tool.poetry]', 'app.get("/health", f)', 'const app = express()', 'path.join(__dirname', 'package main',
      'import "C"', 'http.HandleFunc("/health", h)', '@app.route("/health")', 'listen(', 'new URL(', 'npm run a', '&&', 'outDir:', 'link:../b',
    ),
  ),
  { maxLength: 40 },
).map((parts) => parts.join('')); // prettier-ignore

const anyJson = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));
const lockLike = fc
  .record(
    {
      lockfileVersion: fc.oneof(fc.constantFrom(1, 2, 3), fc.jsonValue()),
      packages: fc.dictionary(fc.oneof(fc.constantFrom('', 'node_modules/a', 'packages/x', 'a', 'a/b', '__proto__'), fc.string()), fc.jsonValue({ maxDepth: 3 })),
      dependencies: fc.jsonValue({ maxDepth: 4 }),
      workspaces: fc.jsonValue({ maxDepth: 4 }),
      importers: fc.jsonValue({ maxDepth: 4 }),
      snapshots: fc.jsonValue({ maxDepth: 4 }),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value)); // prettier-ignore
const text = fc.oneof(fragments, anyJson);

const pureReaders: [string, (text: string) => unknown][] = [
  ['package.json', readManifest],
  ['go.mod', parseGoMod],
  ['go.work', parseGoWork],
  ['go source', readGoSource],
  ['.npmrc', npmrcHoldsCredential],
  ['.yarnrc.yml', yarnrcHoldsCredential],
  ['nodeLinker', readNodeLinker],
  ['pnpm-workspace.yaml', readPnpmWorkspace],
  [
    'workspace patterns',
    (pattern) => expandWorkspaces('', [pattern], ['a/package.json', 'b/c/package.json']),
  ],
  ['pyproject.toml', readPyProject],
  ['Pipfile', readPipfile],
  ['requirements.txt', parseRequirements],
  ['configuration', (value) => readLiteralOption(value, ['build', 'outDir'])],
  ['script', (script) => resolveScript({ scripts: { a: script }, packageManager: 'npm' }, 'a')],
];

describe('readers answer on any text', () => {
  it.each(pureReaders)('%s', (_name, read) => {
    fc.assert(
      fc.property(text, (value) => void read(value)),
      { numRuns: 300 },
    );
  });

  it.each(['javascript', 'python', 'go'] as SourceLanguage[])('tokens: %s', (language) => {
    fc.assert(
      fc.property(text, (value) => {
        const tokens = tokenize(value, language);
        // Every token stands on a line of the text, in order.
        const lines = value.split('\n').length;
        tokens.reduce((before, token) => {
          expect(token.line).toBeGreaterThanOrEqual(before);
          expect(token.line).toBeLessThan(lines);
          return token.line;
        }, 0);
        findCalls(tokens);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'package.json', 'tsconfig.json', '.npmrc', 'nest-cli.json', 'angular.json', 'vite.config.ts', 'requirements.txt', 'pyproject.toml', 'Pipfile', 'go.mod', 'src/a.ts', 'src/a.py', 'src/a.go', 'pnpm-workspace.yaml'])(
    'gatherProject: %s',
    async (file) => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(text, lockLike), async (value) => {
          const facts = await projectOf({
            'package.json': '{"scripts":{"build":"tsc && vite build && ng build"},"dependencies":{"a":"1","@nestjs/core":"1","next":"1"}}',
            'requirements.txt': 'flask',
            'go.mod': 'module x',
            [file]: value,
          });
          expect(facts.known).toBe(true);
          for (const project of facts.projects) expect(facts.sources(project.directory)).toBeDefined();
        }),
        { numRuns: 60 },
      );
    },
  ); // prettier-ignore
});
