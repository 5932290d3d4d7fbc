import { isAssumed, nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
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
      const missing = missingLockfile(site, model, facts);
      // pnpm and yarn berry refuse to change the lockfile when CI is set; in a plain build they do change it.
      yield {
        span: install.command.span,
        message: missing
          ? `\`${commandText(site)}\` resolves versions anew: ${lockfile.path} ${missing.hidden ? `is excluded by ${facts.context.dockerignore.path}` : 'is not copied before it'}. Bring it along, then use \`${frozenName(site)}\`.`
          : `\`${commandText(site)}\` may change what ${lockfile.path} pins. ${advice(site)}`,
        data: site,
      };
    }
  },
  fixes({ data: site }, { model, facts }) {
    if (!site?.project?.lockfile) return [];
    const missing = missingLockfile(site, model, facts);
    const frozen = frozenEdits(site);
    const copied = missing ? copyLockfile(site) : [];
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

/** A frozen install fails without its lockfile: is it where the install runs? */
function missingLockfile(
  site: NodeInstallSite,
  model: DockerfileModel,
  facts: Facts,
): { hidden: boolean } | undefined {
  const { project, manifest, directory } = site;
  const path = project?.lockfile?.path;
  if (path === undefined || directory === undefined || !manifest) return undefined;
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const folder of withFoldersAbove(directory))
    if (locate(resolvePath(folder, name), place)) return undefined;
  return { hidden: facts.context.isIgnored(path) };
}

/** The lockfile beside the manifest in the COPY that names it; undefined where that is not plain. */
function copyLockfile({ project, manifest }: NodeInstallSite): TextEdit[] | undefined {
  const path = project!.lockfile!.path;
  const copy = manifest && !manifest.broad ? readCopy(manifest.instruction) : undefined;
  const source = copy?.sources.find((one) => one.path === manifest?.path);
  if (
    !copy ||
    !source ||
    copy.from !== undefined ||
    copy.instruction.json ||
    !/(?:^|\/)\.{0,2}$/.test(copy.destinationWord.value)
  )
    return undefined;
  if (folderOf(path) !== folderOf(source.path)) return undefined;
  // Written as its neighbour is, `./package.json` beside `./package-lock.json`.
  const written = source.word.raw.replace(/[^/]+$/, path.slice(path.lastIndexOf('/') + 1));
  return [{ span: { start: source.word.span.end, end: source.word.span.end }, newText: ` ${written}` }];
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
