import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { finalStage, isShipped, lineage, stageNamed } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase, removeInstruction } from '../../edit/insert.ts';
import type { NodeProject } from '../../project/facts.ts';
import { nodeInstallInputs } from '../../tools/install-inputs.ts';
import {
  isAssumed,
  nodeInstalls,
  runCommands,
  type CommandSite,
  type NodeInstallSite,
} from '../../tools/installs.ts';
import { managerCommands } from '../../tools/node-commands.ts';
import { npmOmit } from '../../tools/node-version.ts';
import { startsDevTool } from '../../tools/node-start.ts';
import { leavesDevOut, nodeModulesOf, type NodeModules } from '../../tools/node-modules.ts';
import { nodeCommand } from '../../tools/node.ts';
import { servesDevelopment } from '../../tools/development.ts';
import { defineRule, type Facts, type Fix, type Report, type RuleContext } from '../rule.ts';
import { otherDevelopment, otherFix, type OtherDevelopment } from './dev-dependencies-other.part.ts';
import { starts } from './dev-dependencies-start.part.ts';

type Data =
  | OtherDevelopment
  | { readonly kind: 'install'; readonly site: NodeInstallSite }
  /** `shipped`: production packages that already are where the copy puts all of them. */
  | {
      readonly kind: 'copy';
      readonly instruction: Instruction;
      readonly modules: NodeModules;
      readonly from: Stage;
      readonly overwrites: boolean;
    };

export default defineRule<Data>({
  id: 'size/dev-dependencies',
  severity: 'warning',
  summary: 'Development dependencies reach the final image',
  fix: 'suggested',
  why: `Compilers, linters and test runners are often more than half of what is installed. In the final image they cost pull time and
storage, and every one of them is code that scanners report and attackers may use. The running program needs none of them. It does
not matter in stages that are thrown away: there they are what builds the program.`,
  fixSafety: `Leaving development packages out breaks a program that wrongly declares a package it needs at run time as a development
dependency, so look at the start of the container once. Where an install script of the project itself needs a development package (\`prepare\`
with husky, say), scripts are switched off or the fix is not offered.`,
  equivalents: [],
  examples: [
    {
      title: 'npm: an install that brings everything',
      files: {
        'package.json':
          '{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"jest":"^29.0.0"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"jest":"^29.0.0"}},"node_modules/express":{"version":"4.19.2"},"node_modules/jest":{"version":"29.7.0","dev":true}}}',
        'server.js': '',
        '.dockerignore': 'node_modules\n.git\n',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'Composer',
      files: {
        'composer.json':
          '{"name":"acme/shop","require":{"slim/slim":"^4.12"},"require-dev":{"phpunit/phpunit":"^11.0"}}',
        'composer.lock':
          '{"packages":[{"name":"slim/slim","version":"4.14.0"}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}',
        'public/index.php': '<?php\n',
        '.dockerignore': 'vendor\n.git\n',
      },
      bad: 'FROM php:8.4-fpm-alpine\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install && composer clear-cache\nCOPY public ./public\nUSER www-data\n',
      good: 'FROM php:8.4-fpm-alpine\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev && composer clear-cache\nCOPY public ./public\nUSER www-data\n',
    },
    {
      title: 'A production install that is overwritten',
      files: {
        'package.json':
          '{"name":"shop","scripts":{"build":"tsc"},"dependencies":{"express":"^4.19.2"},"devDependencies":{"typescript":"^5.0.0"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"typescript":"^5.0.0"}},"node_modules/express":{"version":"4.19.2"},"node_modules/typescript":{"version":"5.4.5","dev":true}}}',
        'src/index.ts': '',
        '.dockerignore': 'node_modules\n.git\n',
      },
      bad: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY --from=build /app/dist ./dist\nCOPY --from=build /app/node_modules ./node_modules\nUSER node\nCMD ["node", "dist/index.js"]\n',
      good: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/index.js"]\n',
    },
  ],
  *check({ model, facts }) {
    if (servesDevelopment(model, facts)) return;
    yield* shippedInstalls(model, facts);
    yield* shippedCopies(model, facts);
    yield* otherDevelopment(model, facts);
  },
  fixes({ data }, context) {
    if (!data) return [];
    const fix =
      data.kind === 'dependencies'
        ? otherFix(data)
        : data.kind === 'install'
          ? omitDev(data.site, context)
          : leaveBehind(data, context);
    return fix ? [fix] : [];
  },
});

function* shippedInstalls(model: DockerfileModel, facts: Facts): Iterable<Report<Data>> {
  for (const site of nodeInstalls(model, facts)) {
    if (!isShipped(site.stage, model) || leavesDevOut(site)) continue;
    // A manifest that was read and lists no development packages settles it.
    if (site.project ? countDev(site.project) === 0 : !isAssumed(site, facts)) continue;
    // A stage that also builds or tests needs them; shipping that stage is size/multi-stage's finding.
    if (usesDevTools(site, model) || prunesInSameRun(site)) continue;
    if (site.project && startsDevTool(model, site.project)) continue;
    yield {
      span: site.install.command.span,
      message: `${whatIsShipped(site.project)}. Install with \`${omitFlag(site, facts)}\`.`,
      data: { kind: 'install', site },
      ...(site.project && starts(model) ? {} : assumed),
    };
  }
}

function* shippedCopies(model: DockerfileModel, facts: Facts): Iterable<Report<Data>> {
  const last = finalStage(model);
  if (!last) return;
  for (const stage of lineage(last))
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, stage);
      if (!copy || !from) continue;
      const before = nodeModulesOf(stage, model, facts, instruction);
      const after = nodeModulesOf(
        stage,
        model,
        facts,
        model.instructions[instruction.index + 1] ?? undefined,
      );
      const brought = [...after.values()].find(
        (folder) =>
          folder.content === 'all' &&
          before.get(folder.path)?.content !== 'all' &&
          (!folder.project || countDev(folder.project) > 0),
      );
      if (!brought || (!brought.project && !isAssumed(brought.install, facts))) continue;
      if (brought.project && startsDevTool(model, brought.project)) continue;
      const overwrites = before.get(brought.path)?.content === 'production';
      const name = from.name ?? String(from.index);
      const consequence = overwrites
        ? `It replaces the production packages that this stage installed`
        : whatIsShipped(brought.project);
      const advice = overwrites ? 'Remove it.' : prunedBy(name, brought, facts);
      yield {
        span: { start: instruction.keywordSpan.start, end: copy.destinationWord.span.end },
        message: `\`COPY --from=${name}\` brings node_modules with development packages. ${consequence}. ${advice}`,
        data: { kind: 'copy', instruction, modules: brought, from, overwrites },
        ...((brought.project && starts(model)) || overwrites ? {} : assumed),
      };
    }
}

/** What rests on an unread manifest or an unknown command is worth a remark, not a warning. */
const assumed = { severity: 'info' } as const;

function countDev(project: NodeProject): number {
  return Object.keys(project.devDependencies).length;
}

function whatIsShipped(project: NodeProject | undefined): string {
  if (!project)
    return 'The final image carries the development packages that package.json lists (assumed, it was not found in the build context)';
  const names = Object.keys(project.devDependencies);
  const locked = project.lockfile?.packages?.filter((one) => one.dev === true).length ?? names.length;
  const shown = names.slice(0, 2);
  const more = Math.max(locked, names.length) - shown.length;
  const rest = more > 0 ? ` and ${more} more development ${more === 1 ? 'package' : 'packages'}` : '';
  return `The final image carries ${shown.join(', ')}${rest}${more > 0 ? '' : ', needed for development only'}`;
}

function omitFlag({ project, install, stage }: NodeInstallSite, facts: Facts): string {
  const { tool } = install;
  if (tool === 'npm') return npmOmit(stage, facts, project);
  if (tool === 'pnpm') return '--prod';
  return project?.packageManager === 'yarn-berry' ? 'yarn workspaces focus --production' : '--production';
}

function prunedBy(stage: string, brought: NodeModules, facts: Facts): string {
  const command = pruneCommand(brought, facts);
  const prune = command === undefined ? 'Install' : `Prune \`${stage}\` with \`${command}\`, or install`;
  return `${prune} production packages in a stage of their own.`;
}

/** In the words of the tool that has installed, which need not be the one of the lockfile. Undefined: it can't prune. */
function pruneCommand({ project, install }: NodeModules, facts: Facts): string | undefined {
  const { tool } = install.install;
  const omit = npmOmit(install.stage, facts, project);
  if (!project) return tool === 'npm' ? `npm prune ${omit}` : undefined;
  const isBerry = tool === 'yarn' && project.packageManager === 'yarn-berry';
  const packageManager = isBerry ? project.packageManager : tool;
  return managerCommands({ ...project, packageManager }, true, omit).prune;
}

/**
 * Does the stage, or one that builds on it, run a script or a tool that may come from development packages, after the
 * install?
 */
function usesDevTools(site: NodeInstallSite, model: DockerfileModel): boolean {
  for (const other of runCommands(model)) {
    if (!lineage(other.stage).includes(site.stage) || other.command.span.start <= site.command.span.start)
      continue;
    const node = nodeCommand(other.command);
    if (node?.kind === 'run') return true;
    if (
      ['npx', 'pnpx', 'bunx', 'tsc', 'nest', 'vite', 'webpack', 'ng', 'jest', 'turbo', 'nx'].includes(
        other.command.name,
      )
    )
      return true;
    if (node?.kind === 'other' && ['exec', 'dlx', 'x'].includes(node.subcommand)) return true;
    // What follows another install or a prune of the same folder works with what that leaves.
    if (other.stage !== site.stage) continue;
    const isHere = other.directory === site.directory && !movesBetween(site, other);
    if (isHere && (node?.kind === 'prune' || (node?.kind === 'install' && node.directory === undefined)))
      return false;
  }
  return false;
}

/** A relative WORKDIR leads from one unknown folder to another. */
function movesBetween({ instruction, stage }: NodeInstallSite, other: CommandSite): boolean {
  if (other.instruction.state.workdir !== undefined) return false;
  const between = stage.instructions.slice(0, stage.instructions.indexOf(other.instruction));
  return between.some(({ keyword, index }) => keyword === 'WORKDIR' && index > instruction.index);
}

function prunesInSameRun(site: NodeInstallSite): boolean {
  return site.script.commands.some((command) => {
    if (command.span.start <= site.command.span.start) return false;
    const node = nodeCommand(command);
    return node?.kind === 'prune' || (node?.kind === 'install' && node.omitsDev);
  });
}

/** Lifecycle commands that leave nothing which a program needs. */
const leavesNothing =
  /^(?:(?:npx |pnpm |yarn )?(?:husky(?: install)?|only-allow \w+|is-ci|simple-git-hooks|lefthook install|pinst --\w+)|echo .*|exit 0|true|:)$/;

/** Does a lifecycle script make something that nothing else in the stage brings? A build is, patches are. */
function makesSomething({ installScripts }: NodeProject, { stage }: NodeInstallSite): boolean {
  const parts = installScripts.flatMap(({ command }) => command.split(/\s*(?:&&|\|\||;)\s*/));
  if (parts.some((part) => /\bpatch-package\b/.test(part))) return true;
  const brings = stage.instructions.some((instruction) => readCopy(instruction)?.from !== undefined);
  return !brings && parts.some((part) => !leavesNothing.test(part.trim()));
}

/** What the lifecycle scripts of the project itself need once development packages are gone. */
function scriptsFlag(site: NodeInstallSite, project: NodeProject, context: RuleContext): string | undefined {
  const { needsSources } = nodeInstallInputs(project, context.facts.context, context.facts.project);
  const own = project.installScripts.length > 0;
  if (!own && needsSources === undefined) return '';
  if (makesSomething(project, site)) return undefined;
  // Scripts of dependencies must run when there is native code to fetch or build.
  const native = project.nativeProduction;
  return native?.length === 0 ? ` ${managerCommands(project, true).ignoreScripts}` : undefined;
}

function omitDev(site: NodeInstallSite, context: RuleContext): Fix | undefined {
  const { project, install } = site;
  if (!project || !install.command.exact || project.packageManager === 'yarn-berry') return undefined;
  // The install generates Prisma's client with the CLI, which is a development package.
  if (project.prisma && Object.hasOwn(project.devDependencies, 'prisma')) return undefined;
  const scripts = install.ignoresScripts ? '' : scriptsFlag(site, project, context);
  if (scripts === undefined) return undefined;
  const flag = omitFlag(site, context.facts) + scripts;
  const at = (install.verb ?? install.command.words[0]!).span.end;
  return {
    title: `Install with \`${flag}\``,
    applicability: 'suggested',
    preferred: starts(context.model),
    edits: [{ span: { start: at, end: at }, newText: install.verb ? ` ${flag}` : ` install ${flag}` }],
  };
}

function leaveBehind(data: Extract<Data, { kind: 'copy' }>, { model, facts }: RuleContext): Fix | undefined {
  const copy = readCopy(data.instruction);
  const onlyModules = copy?.sources.length === 1 && copy.target === data.modules.path;
  if (data.overwrites && onlyModules)
    return {
      title: `Remove the copy of ${data.from.name ?? `stage ${data.from.index}`}'s node_modules`,
      applicability: 'safe',
      preferred: true,
      edits: [removeInstruction(model, data.instruction)],
    };
  const { project, install } = data.modules;
  // yarn 1 removes what it did not install itself, and with it the client that Prisma has generated.
  const yarns = project?.packageManager === 'yarn' || install.install.tool === 'yarn';
  const losesClient = yarns && project?.prisma !== undefined;
  const prune = project && !losesClient ? pruneCommand(data.modules, facts) : undefined;
  // Behind the last command that may use them; what only describes the stage stays at its end.
  const last = data.from.instructions.findLast(({ keyword }) => keyword === 'RUN');
  if (!prune || !last || install.stage !== data.from || install.directory !== last.state.workdir)
    return undefined;
  // Another stage that builds on this one may test or develop with what would be removed.
  if (model.stages.some((stage) => stage.base.kind === 'stage' && stage.base.stage.index === data.from.index))
    return undefined;
  return {
    title: `Remove development packages with \`${prune}\` at the end of ${data.from.name ?? `stage ${data.from.index}`}`,
    applicability: 'suggested',
    preferred: true,
    edits: [insertAfter(model, last, [`${keywordCase(model, 'RUN')} ${prune}`])],
  };
}
