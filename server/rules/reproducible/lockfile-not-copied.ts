import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import type { Span } from '../../dockerfile/span.ts';
import { defineRule } from '../rule.ts';
import { anyInstalls, type AnyInstall } from './locked-installs.part.ts';
import { copyLockfile, missingLockfile, type LockedInstall } from './lockfile.part.ts';

interface Missing {
  readonly install: AnyInstall;
  readonly locked: LockedInstall;
  readonly hidden: boolean;
}

/**
 * An install that also lacks an option for keeping to its lockfile is reproducible/lockfile-install's: its fix brings the
 * lockfile along.
 */
export default defineRule<Missing>({
  id: 'reproducible/lockfile-not-copied',
  severity: 'warning',
  summary: 'The manifest is copied without its lockfile',
  fix: 'safe',
  why: `A lockfile does nothing where it is not. Without it the install chooses versions anew in every build, or fails when it was told to
keep to the lockfile, and changes of the lockfile do not renew the layer. It does not matter where the lockfile is meant for developers
only, as in libraries that are tested against the newest versions.`,
  fixSafety: `The fix copies the lockfile beside its manifest. The image then gets the versions that the project was tested with. When the
lockfile's format does not tell whether it fits the manifest, the fix is only suggested: some package managers refuse one that does not.`,
  equivalents: [],
  examples: [
    {
      title: 'Poetry',
      files: {
        'pyproject.toml':
          '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\ndescription = ""\nauthors = []\n\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3.0"\n\n[tool.poetry.group.dev.dependencies]\npytest = "^8.0"\n',
        'poetry.lock':
          '[[package]]\nname = "flask"\nversion = "3.1.2"\n\n[[package]]\nname = "pytest"\nversion = "8.4.2"\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.12"\ncontent-hash = "b776690bf4487803ef62f1297fd6094d54c17bc36b7c8c29d3bb8a9a6c8c1b80"\n',
        'app.py': '',
      },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nRUN pip install --no-cache-dir poetry==2.2.1\nCOPY pyproject.toml ./\nRUN poetry install --no-root --only main --no-cache\nCOPY app.py ./\nUSER 10001\nCMD ["poetry", "run", "python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nRUN pip install --no-cache-dir poetry==2.2.1\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root --only main --no-cache\nCOPY app.py ./\nUSER 10001\nCMD ["poetry", "run", "python", "app.py"]\n',
    },
    {
      title: 'Go',
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n\nrequire github.com/gorilla/mux v1.8.1\n',
        'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod .\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check({ model, facts }) {
    const seen = new Set<Instruction>();
    for (const install of anyInstalls(model, facts)) {
      const { lock, manifest } = install;
      if (!lock || install.isLoose || install.ignoresLock) continue;
      const locked = { ...install, lockPath: lock.path };
      const missing = missingLockfile(locked, model, facts);
      // A broad copy brings it, or .dockerignore holds it back.
      if (!missing || (manifest.broad && !missing.hidden)) continue;
      if (seen.has(manifest.instruction)) continue;
      seen.add(manifest.instruction);
      yield {
        span: placeOf(install),
        message: messageOf(install, missing.hidden ? facts.context.dockerignore.path : undefined),
        related: [{ span: install.command.span, message: 'dependencies are installed here' }],
        data: { install, locked, hidden: missing.hidden },
      };
    }
  },
  fixes({ data }) {
    if (!data || data.hidden || data.install.lock!.inStep === false) return [];
    const edits = copyLockfile(data.locked);
    if (!edits) return [];
    const { install } = data;
    return [
      {
        title: `Copy ${install.lock!.path} too`,
        applicability: install.lock!.inStep === true || install.failsWithout ? 'safe' : 'suggested',
        edits,
        preferred: true,
      },
    ];
  },
});

/** The word that names the manifest, or the install where a mount or a folder brings it. */
function placeOf({ manifest, command }: AnyInstall): Span {
  const copy = manifest.broad ? undefined : readCopy(manifest.instruction);
  return copy?.sources.find((source) => source.path === manifest.path)?.word.span ?? command.span;
}

function messageOf(install: AnyInstall, ignoredBy: string | undefined): string {
  const { lock, name, manifestName } = install;
  const path = lock!.path;
  const where =
    ignoredBy === undefined ? `${path} is not copied with ${manifestName}` : `${ignoredBy} excludes ${path}`;
  const effect = install.failsWithout
    ? `\`${name}\` fails without it`
    : name === 'go mod download'
      ? `\`${name}\` can't check what it downloads, and a change of it does not renew the layer`
      : `\`${name}\` resolves versions anew instead of installing what it pins`;
  return `${where}: ${effect}. ${ignoredBy === undefined ? 'Copy it too.' : 'Let it through.'}`;
}
