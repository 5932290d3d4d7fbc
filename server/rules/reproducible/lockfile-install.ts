import { isAssumed, nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import {
  freezeFix,
  isHarmless,
  isProgram,
  looseInstalls,
  messageOf,
  type LooseInstall,
} from './lockfile-install.part.ts';
import { copyLockfile, missingLockfile, type LockedInstall } from './lockfile.part.ts';

interface NodeInstall {
  readonly kind: 'node';
  readonly site: NodeInstallSite;
}

export default defineRule<NodeInstall | LooseInstall>({
  id: 'reproducible/lockfile-install',
  severity: 'warning',
  summary: 'The install may ignore or rewrite the lockfile',
  fix: 'suggested',
  why: `\`npm install\`, \`yarn install\` and their kin resolve versions anew whenever the lockfile does not fit, so two builds of the same
commit can ship different packages. \`npm ci\`, \`--frozen-lockfile\` and \`--immutable\` install exactly what the lockfile says and
fail when it is out of step, which is what a build should do. So do \`uv sync --locked\`, \`pipenv install --deploy\`, \`cargo build
--locked\`, \`dotnet restore --locked-mode\`, \`deno install --frozen\` and Bundler with \`BUNDLE_FROZEN\`; \`composer update\`, \`poetry update\` and \`bundle update\` pay no heed to the lockfile at all. It does not matter for
throw-away development images.`,
  fixSafety: `Safe when the lockfile is in the build context, is copied before the install and covers the manifest. When the lockfile's
format does not tell whether it is in step, the fix is only suggested: a frozen install fails on a stale lockfile. Making an install of
an update is only suggested too: the image then gets the versions of the lockfile and no longer the newest.`,
  equivalents: [],
  examples: [
    {
      title: 'npm',
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'uv',
      files: {
        'pyproject.toml':
          '[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = ">=3.12"\ndependencies = ["flask>=3.0"]\n',
        'uv.lock':
          'version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "flask"\nversion = "3.1.2"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\nsource = { virtual = "." }\n\n[package.metadata]\nrequires-dist = [{ name = "flask", specifier = ">=3.0" }]\n',
        'main.py': '',
      },
      bad: 'FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --no-dev\nCOPY main.py ./\nUSER 10001\nCMD [".venv/bin/python", "main.py"]\n',
      good: 'FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-dev\nCOPY main.py ./\nUSER 10001\nCMD [".venv/bin/python", "main.py"]\n',
    },
  ],
  *check({ model, facts }) {
    const sites = nodeInstalls(model, facts);
    for (const [i, site] of sites.entries()) {
      const { install, project } = site;
      const lockfile = project?.lockfile;
      if (!project && isAskedFor(site, facts)) {
        yield {
          span: install.command.span,
          message: `\`${commandText(site)}\` may change what a package-lock.json pins. None was found in the build context; if the project has one, copy it and use \`npm ci\`.`,
          data: { kind: 'node', site },
        };
        continue;
      }
      if (!lockfile || install.frozen || install.ignoresLockfile || !managerFits(site)) continue;
      // What a frozen install has accepted fits: nothing is left to be changed.
      if (sites.slice(0, i).some((earlier) => isAccepted(site, earlier))) continue;
      const missing = missingLockfile(lockedOf(site), model, facts);
      // pnpm and yarn berry refuse to change the lockfile when CI is set; in a plain build they do change it.
      yield {
        span: install.command.span,
        message: missing
          ? `\`${commandText(site)}\` resolves versions anew: ${lockfile.path} ${missing.hidden ? `is excluded by ${facts.context.dockerignore.path}` : 'is not copied before it'}. Bring it along, then use \`${frozenName(site)}\`.`
          : `\`${commandText(site)}\` may change what ${lockfile.path} pins. ${advice(site)}`,
        data: { kind: 'node', site },
      };
    }
    for (const loose of looseInstalls(model, facts))
      yield {
        span: loose.install.command.span,
        message: messageOf(loose, model, facts),
        data: loose,
        ...((isHarmless(loose, model, facts) || isProgram(loose)) && { severity: 'info' }),
      };
  },
  fixes({ data }, { model, facts }) {
    if (data?.kind === 'dependencies') {
      const fix = freezeFix(data, model, facts);
      return fix ? [fix] : [];
    }
    const site = data?.site;
    if (!site?.project?.lockfile) return [];
    const missing = missingLockfile(lockedOf(site), model, facts);
    const frozen = frozenEdits(site);
    const copied = missing ? copyLockfile(lockedOf(site)) : [];
    if (!frozen || !copied) return [];
    const edits = [...copied, ...frozen];
    const { lockfile } = site.project;
    if (lockfile.inStep === false || missing?.hidden) return [];
    const fix: Fix = {
      title: `${missing ? `Copy ${lockfile.path} and install` : 'Install'} with \`${frozenName(site)}\``,
      applicability: lockfile.inStep === true ? 'safe' : 'suggested',
      edits,
      preferred: true,
    };
    return [fix];
  },
});

/** An npm install of a project that can't be looked at, in a context that has no lockfile at all. */
function isAskedFor(site: NodeInstallSite, facts: Facts): boolean {
  const { install } = site;
  if (install.tool !== 'npm' || install.frozen || install.ignoresLockfile || !isAssumed(site, facts))
    return false;
  return !facts.context.entries.some(({ path }) =>
    /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(path),
  );
}

/** Did an earlier RUN of the stage install the same project frozen? */
function isAccepted(
  site: NodeInstallSite,
  { install, stage, instruction, project }: NodeInstallSite,
): boolean {
  if (stage !== site.stage || instruction === site.instruction || install.tool !== site.install.tool)
    return false;
  return (
    install.frozen && !install.command.conditional && project?.lockfile?.path === site.project?.lockfile?.path
  );
}

function lockedOf(site: NodeInstallSite): LockedInstall {
  return { ...site, lockPath: site.project!.lockfile!.path };
}

/** The lockfile belongs to the tool that runs: another manager's lockfile says nothing about this install. */
function managerFits({ install, project }: NodeInstallSite): boolean {
  const { manager } = project!.lockfile!;
  return install.tool === (manager === 'yarn-berry' ? 'yarn' : manager);
}

function commandText({ install }: NodeInstallSite): string {
  return [install.tool, install.verb?.value].filter(Boolean).join(' ');
}

function frozenName({ install, project }: NodeInstallSite): string {
  if (install.tool === 'npm') return 'npm ci';
  if (project?.lockfile?.manager === 'yarn-berry') return 'yarn install --immutable';
  return `${install.tool} install --frozen-lockfile`;
}

function advice(site: NodeInstallSite): string {
  const { inStep, differences, path } = site.project!.lockfile!;
  if (inStep === false)
    return `${path} is out of step with package.json (${differences.slice(0, 3).join(', ')}): update it, then use \`${frozenName(site)}\`.`;
  return `Use \`${frozenName(site)}\`, which installs exactly the lockfile.`;
}

/** Undefined when the verb is not written in a way that can be edited. */
function frozenEdits(site: NodeInstallSite): TextEdit[] | undefined {
  const { install } = site;
  if (!install.command.exact) return undefined;
  const program = install.command.words[0]!;
  if (install.tool === 'npm') return install.verb ? [{ span: install.verb.span, newText: 'ci' }] : undefined;
  const flag = site.project?.lockfile?.manager === 'yarn-berry' ? ' --immutable' : ' --frozen-lockfile';
  const at = (install.verb ?? program).span.end;
  // A bare `yarn` installs too; with an option the verb makes it plain.
  return [{ span: { start: at, end: at }, newText: install.verb ? flag : ` install${flag}` }];
}
