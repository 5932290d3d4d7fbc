import { isAssumed, nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { defineRule, type Fix } from '../rule.ts';
import type { TextEdit } from '../../dockerfile/span.ts';

export default defineRule<NodeInstallSite>({
  id: 'reproducible/lockfile-install',
  severity: 'warning',
  summary: 'The install may ignore or rewrite the lockfile',
  fix: 'suggested',
  why: `\`npm install\`, \`yarn install\` and their kin resolve versions anew whenever the lockfile does not fit, so two builds of the same
commit can ship different packages. \`npm ci\`, \`--frozen-lockfile\` and \`--immutable\` install exactly what the lockfile says and
fail when it is out of step, which is what a build should do. It does not matter for throw-away development images.`,
  fixSafety: `Safe when the lockfile is in the build context, is copied before the install and covers the manifest. When the lockfile's
format does not tell whether it is in step, the fix is only suggested: a frozen install fails on a stale lockfile.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const site of nodeInstalls(model, facts)) {
      const { install, project } = site;
      const lockfile = project?.lockfile;
      if (
        !project &&
        install.tool === 'npm' &&
        !install.frozen &&
        !install.ignoresLockfile &&
        isAssumed(site, facts)
      ) {
        yield {
          span: install.command.span,
          message: `\`${commandText(site)}\` may change what a package-lock.json pins. None was found in the build context; if the project has one, copy it and use \`npm ci\`.`,
          data: site,
        };
        continue;
      }
      if (!lockfile || install.frozen || install.ignoresLockfile || !managerFits(site)) continue;
      // pnpm and yarn berry refuse to change the lockfile when CI is set; in a plain build they do change it.
      yield {
        span: install.command.span,
        message: `\`${commandText(site)}\` may change what ${lockfile.path} pins. ${advice(site)}`,
        data: site,
      };
    }
  },
  fixes({ data: site }) {
    if (!site?.project?.lockfile) return [];
    const edits = frozenEdits(site);
    if (!edits) return [];
    const { lockfile } = site.project;
    const stale = lockfile.inStep === false;
    if (stale) return [];
    const fix: Fix = {
      title: `Install with \`${frozenName(site)}\``,
      applicability: lockfile.inStep === true ? 'safe' : 'suggested',
      edits,
      preferred: true,
    };
    return [fix];
  },
});

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
