import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { isShipped, neededStages } from '../../dockerfile/stages.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { keywordCase, removeInstruction } from '../../edit/insert.ts';
import { lookupRoot } from '../../images/root.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { folderOf } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { defineRule, type Facts, type Fix, type RuleContext } from '../rule.ts';

interface HostModules {
  readonly copy: Copy;
  readonly source: CopySource;
  readonly stage: Stage;
  /** What it is in this machine's folder, relative to the context: `node_modules`. */
  readonly folder: string;
  /** The instruction that installs into the same place of the image. */
  readonly installed: Instruction | undefined;
  /** The whole folder is copied, and with it what .dockerignore lets through. */
  readonly broad: boolean;
}

export default defineRule<HostModules>({
  id: 'size/host-node-modules',
  severity: 'warning',
  summary: "This machine's installed packages are copied into the image",
  fix: 'suggested',
  why: `node_modules, a virtual environment or a vendor folder of the machine that builds was installed for that machine: native packages for its system
and processor, development packages, and whatever was linked or patched by hand. In the image it makes the build depend on who runs it, and copied
after an install it replaces what the install has just put there.

It does not matter where the folder is committed on purpose (Go's vendor folder, or Yarn's zero-install cache, which this rule leaves alone).`,
  fixSafety: `Suggested: the image then gets the packages that the lockfile names instead of the ones that are installed here.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"5.1.0"}},"node_modules/express":{"version":"5.1.0"}}}',
        'node_modules/express/package.json': '{"name":"express","version":"5.1.0"}',
        'server.js': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY node_modules ./node_modules\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const needed = neededStages(model);
    for (const stage of model.stages) {
      if (!needed.has(stage)) continue;
      for (const found of inStage(stage, context)) {
        const { copy, source, installed, broad } = found;
        yield {
          span: broad ? copy.instruction.keywordSpan : source.word.span,
          message: message(found),
          data: found,
          ...(installed && {
            related: [{ span: installed.keywordSpan, message: 'Installed here.' }],
          }),
        };
      }
    }
  },
  fixes({ data }, context) {
    if (!data) return [];
    const fix = data.broad ? ignoreFix(data, context.facts) : data.installed ? removeFix(data, context.model) : installFix(data, context);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function message({ folder, installed, broad, copy }: HostModules): string {
  const keyword = copy.keyword;
  if (broad)
    return `This \`${keyword}\` puts ${folder} of the building machine over the packages that were just installed. Keep it out with .dockerignore.`;
  if (installed)
    return `\`${keyword} ${folder}\` replaces the installed packages by those of the building machine. Leave it out.`;
  return `\`${keyword} ${folder}\` takes packages that were installed for the building machine, with their development packages. Install them in the image.`;
}

function inStage(stage: Stage, context: RuleContext): HostModules[] {
  const found: HostModules[] = [];
  for (const instruction of stage.instructions) {
    const copy = readCopy(instruction);
    if (!copy || copy.from !== undefined) continue;
    for (const source of copy.sources) {
      if (!source.complete || source.remote) continue;
      const hit = explicit(copy, source, stage, context) ?? overwriting(copy, source, stage, context);
      if (hit) found.push(hit);
    }
  }
  return found;
}

/** `COPY node_modules …` by name. What .dockerignore holds back is not copied. */
function explicit(
  copy: Copy,
  source: CopySource,
  stage: Stage,
  context: RuleContext,
): HostModules | undefined {
  const { context: files } = context.facts;
  const name = source.path.split('/').at(-1)!;
  if (!isInstalledFolder(name, source.path, stage, context)) return undefined;
  if (files.known && (files.isIgnored(source.path) || files.entry(source.path)?.type === 'file'))
    return undefined;
  const target = name === 'node_modules' ? copy.target : undefined;
  const installed = target === undefined ? undefined : installerOf(target, stage, context);
  return { copy, source, stage, folder: source.path, installed, broad: false };
}

/** By name, and for names with other meanings by what stands beside it. */
function isInstalledFolder(name: string, path: string, stage: Stage, { model, facts }: RuleContext): boolean {
  if (name === 'node_modules' || name === '.venv' || name === 'venv') return true;
  const beside = (file: string): boolean =>
    facts.context.has([folderOf(path), file].filter(Boolean).join('/')) === true;
  if (name === 'vendor') return beside('composer.json') && !beside('go.mod');
  if (path.endsWith('vendor/bundle')) return true;
  // A jar that was built before the image is an ordinary way to make one; a second build in the image is not.
  if (name !== 'target' || !(beside('Cargo.toml') || beside('pom.xml'))) return false;
  const commands = stage.instructions.flatMap((each) =>
    each.keyword === 'RUN' ? (shellOf(each, model)?.commands ?? []) : [],
  );
  return commands.some((command) => /^(?:cargo|mvn|mvnw)$/.test(command.name));
}

/** What installs into (or copies installed packages to) this node_modules folder of the stage. */
function installerOf(folder: string, stage: Stage, { model, facts }: RuleContext): Instruction | undefined {
  const install = nodeInstalls(model, facts).find(
    (site) =>
      site.stage === stage &&
      site.directory !== undefined &&
      resolvePath(site.directory, 'node_modules') === folder,
  );
  if (install) return install.instruction;
  return stage.instructions.find((instruction) => {
    const copy = readCopy(instruction);
    return (
      copy?.from !== undefined &&
      copy.sources.some(({ path }) => path.endsWith('node_modules')) &&
      copy.target === folder
    );
  });
}

/** A folder is copied over an install of the same stage, and its node_modules is there and not ignored. */
function overwriting(
  copy: Copy,
  source: CopySource,
  stage: Stage,
  context: RuleContext,
): HostModules | undefined {
  const { context: files } = context.facts;
  if (!files.known || copy.target === undefined || /[*?[]/.test(source.path)) return undefined;
  if (source.path !== '.' && files.entry(source.path)?.type !== 'directory') return undefined;
  const folder = source.path === '.' ? 'node_modules' : `${source.path}/node_modules`;
  if (files.has(folder) !== true || files.isIgnored(folder)) return undefined;
  const installed = installerOf(resolvePath(copy.target, 'node_modules'), stage, context);
  if (!installed || installed.index > copy.instruction.index) return undefined;
  // An install behind the copy mends what the copy did.
  const again = nodeInstalls(context.model, context.facts).some(
    (site) =>
      site.stage === stage &&
      site.instruction.index > copy.instruction.index &&
      resolvePath(site.directory ?? '/', 'node_modules') === resolvePath(copy.target!, 'node_modules'),
  );
  return again ? undefined : { copy, source, stage, folder, installed, broad: true };
}

function ignoreFix({ folder }: HostModules, { context }: Facts): Fix | undefined {
  const { dockerignore } = context;
  if (dockerignore.problem !== undefined) return undefined;
  const { text } = dockerignore;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : text + eol;
  return {
    title: `Add ${folder} to ${dockerignore.path}`,
    applicability: 'suggested',
    edits: [],
    files: [
      {
        path: dockerignore.path,
        before: dockerignore.exists ? text : undefined,
        after: `${start}${folder}${eol}`,
      },
    ],
    preferred: true,
  };
}

function removeFix({ copy, source, folder }: HostModules, model: DockerfileModel): Fix | undefined {
  const edit = removeSource(copy, source, model);
  if (!edit) return undefined;
  return { title: `Do not copy ${folder}`, applicability: 'suggested', edits: [edit], preferred: true };
}

function removeSource(copy: Copy, source: CopySource, model: DockerfileModel): TextEdit | undefined {
  const { words, json } = copy.instruction;
  const next = words[words.indexOf(source.word) + 1];
  if (copy.sources.length === 1 && !copy.inline) return removeInstruction(model, copy.instruction);
  if (!next || json) return undefined;
  return { span: { start: source.word.span.start, end: next.span.start }, newText: '' };
}

/** In place of the COPY: the manifests and a production install, for the two managers that Node's images bring. */
function installFix(found: HostModules, { model, facts }: RuleContext): Fix | undefined {
  const { copy, folder, stage } = found;
  const project = facts.project.node(folderOf(folder));
  const { lockfile, manifest } = project ?? {};
  const { instruction } = copy;
  const workdir = instruction.state.workdir ?? '/';
  const base = lookupRoot(stage, facts.images);
  const fits =
    copy.sources.length === 1 &&
    !folder.includes('/') &&
    copy.target === resolvePath(workdir, 'node_modules');
  if (!lockfile || !manifest || !fits || !base?.tools.includes('npm') || lockfile.inStep === false)
    return undefined;
  const command = installCommand(lockfile.manager, needsDevelopment(stage, model));
  const clean = isShipped(stage, model)
    ? ` && ${lockfile.manager} cache clean${lockfile.manager === 'npm' ? ' --force' : ''}`
    : '';
  if (command === undefined || (lockfile.manager === 'yarn' && !base.tools.includes('yarn')))
    return undefined;
  const lines = [
    `${keywordCase(model, 'COPY')} ${[manifest, lockfile.path].join(' ')} ./`,
    `${keywordCase(model, 'RUN')} ${command}${clean}`,
  ];
  return {
    title: `Install with \`${command}\` instead`,
    applicability: 'suggested',
    edits: [{ span: instruction.span, newText: lines.join(model.eol) }],
  };
}

function installCommand(manager: string, development: boolean): string | undefined {
  if (manager === 'npm') return `npm ci${development ? '' : ' --omit=dev'}`;
  return manager === 'yarn'
    ? `yarn install --frozen-lockfile${development ? '' : ' --production'}`
    : undefined;
}

/** A script of the project runs in the stage: it may need development packages. */
function needsDevelopment(stage: Stage, model: DockerfileModel): boolean {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .some((command) => nodeCommand(command)?.kind === 'run' || command.name === 'npx');
}
